import * as pulumi from "@pulumi/pulumi";

import { readMachines, type ReadMachinesOptions } from "../../../lib/clusters/aws";
import { readWith } from "../read-with";

const description = "aws:ec2/getInstanceType:getInstanceType";
const spotPrice = "aws:ec2/getSpotPrice:getSpotPrice";

/** What EC2 answers for m6id.xlarge in us-east-1 (aws ec2 describe-instance-types), in the provider's field names. */
const m6id = {
  id: "m6id.xlarge",
  instanceType: "m6id.xlarge",
  region: "us-east-1",
  defaultVcpus: 4,
  memorySize: 16384,
  supportedArchitectures: ["x86_64"],
  instanceDisks: [{ count: 1, size: 237, type: "ssd" }],
  gpuses: [],
  defaultNetworkCardIndex: 0,
  maximumIpv4AddressesPerInterface: 15,
  maximumNetworkInterfaces: 4,
  networkCards: [{ index: 0, maximumInterfaces: 4, baselineBandwidth: 1.562, peakBandwidth: 12.5, performance: "" }],
};

const read = (names: string[], answers: Record<string, unknown> = {}, options?: ReadMachinesOptions) =>
  readWith(() => readMachines(names, options), answers);

describe("readMachines", () => {
  it("turns what EC2 says into a machine type, with the price that the catalogue knows of that region", async () => {
    const { machines, calls } = await read(["m6id.xlarge"], { [description]: m6id }, { region: "us-east-1" });
    expect(machines).toEqual([
      {
        name: "m6id.xlarge",
        vcpu: 4,
        memoryMiB: 16384,
        architecture: "amd64",
        localDisks: { count: 1, sizeGiB: 220 },
        networkMaxPods: 58,
        networkGbps: 1.562,
        // AWS's list price, and its Spot Instance Advisor.
        price: expect.objectContaining({ onDemandHourly: 0.2373, region: "us-east-1" }) as unknown,
      },
    ]);
    expect(calls.map(({ token, args }) => [token, args])).toEqual([
      [description, { instanceType: "m6id.xlarge", region: "us-east-1" }],
    ]);
  });

  it("knows Arm and GPUs", async () => {
    const g5g = {
      ...m6id,
      instanceType: "g5g.xlarge",
      supportedArchitectures: ["arm64"],
      instanceDisks: [],
      gpuses: [{ count: 1, manufacturer: "NVIDIA", name: "T4g", memorySize: 16384 }],
    };
    const { machines } = await read(["g5g.xlarge"], { [description]: g5g });
    expect(machines[0]).toMatchObject({ architecture: "arm64", accelerators: { name: "NVIDIA T4g", count: 1 } });
    expect(machines[0]).not.toHaveProperty("localDisks");
  });

  it("counts the interfaces of the default card only, as the network plugin does", async () => {
    const twoCards = {
      ...m6id,
      maximumNetworkInterfaces: 14,
      maximumIpv4AddressesPerInterface: 50,
      defaultNetworkCardIndex: 1,
      networkCards: [
        { index: 0, maximumInterfaces: 7, baselineBandwidth: 100 },
        { index: 1, maximumInterfaces: 8, baselineBandwidth: 200 },
      ],
    };
    const { machines } = await read(["m6idn.32xlarge"], { [description]: twoCards });
    expect(machines[0]).toMatchObject({ networkMaxPods: 8 * 49 + 2, networkGbps: 200 });
  });

  it("leaves the price unknown in a region that the catalogue has no prices of", async () => {
    const { machines } = await read(["m6id.xlarge"], { [description]: { ...m6id, region: "eu-central-1" } });
    expect(machines[0]).not.toHaveProperty("price");
  });

  it("asks for the latest spot price of Linux where it is told to", async () => {
    const answers = {
      [description]: m6id,
      [spotPrice]: { spotPrice: "0.081200", spotPriceTimestamp: "2026-11-20T11:12:13Z", region: "us-east-1" },
    };
    const { machines, calls } = await read(["m6id.xlarge"], answers, { spotPrices: true });
    expect(machines[0]?.price).toEqual({
      onDemandHourly: 0.2373,
      spotHourly: 0.0812,
      region: "us-east-1",
      date: "2026-07",
      spotDate: "2026-11",
    });
    expect(calls[1]?.args).toEqual({
      instanceType: "m6id.xlarge",
      region: "us-east-1",
      filters: [{ name: "product-description", values: ["Linux/UNIX"] }],
    });
  });

  it("has no spot price where EC2 states none", async () => {
    const answers = {
      [description]: m6id,
      [spotPrice]: { spotPrice: "", spotPriceTimestamp: "", region: "us-east-1" },
    };
    const { machines } = await read(["m6id.xlarge"], answers, { spotPrices: true });
    expect(machines[0]?.price).toEqual({ onDemandHourly: 0.2373, region: "us-east-1", date: "2026-07" });
  });

  it("asks once for a type that is named twice", async () => {
    const { machines, calls } = await read(["m6id.xlarge", "m6id.xlarge"], { [description]: m6id });
    expect([machines.length, calls.length]).toEqual([1, 1]);
  });

  it("agrees with the catalogue where nothing but the mocks answers", async () => {
    const { machines } = await read(["m7g.4xlarge", "i4i.4xlarge", "g6.12xlarge"]);
    expect(machines.map(({ name, vcpu, architecture }) => [name, vcpu, architecture])).toEqual([
      ["m7g.4xlarge", 16, "arm64"],
      ["i4i.4xlarge", 16, "amd64"],
      ["g6.12xlarge", 48, "amd64"],
    ]);
    expect(machines[0]).toMatchObject({ memoryMiB: 65536, networkMaxPods: 234, networkGbps: 7.5 });
    expect(machines[1]?.localDisks).toEqual({ count: 1, sizeGiB: 3492 });
    expect(machines[2]?.accelerators).toEqual({ name: "NVIDIA L4", count: 4 });
  });

  it.each([
    ["that EC2 does not have", {}, /^readMachines: "m5\.huge": EC2 did not describe it: [^\n]+$/],
    ["of which it says nothing", { [description]: { id: "m5.huge" } }, /^readMachines: "m5\.huge": EC2 stated neither/],
  ])("says in one line which type it is %s", async (_, answers, message) => {
    const error: unknown = await read(["m5.huge"], answers).catch((reason: unknown) => reason);
    expect(pulumi.ResourceError.isInstance(error) && error.hideStack).toBe(true);
    expect((error as Error).message).toMatch(message);
  });
});
