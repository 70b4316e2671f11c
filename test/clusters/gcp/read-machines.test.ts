import * as pulumi from "@pulumi/pulumi";

import { readMachines, type ReadMachinesOptions } from "../../../lib/clusters/gcp";
import { readWith } from "../read-with";

const list = "gcp:compute/getMachineTypes:getMachineTypes";

/** What Compute Engine answers for a type (gcloud compute machine-types describe), in the provider's field names. */
const answer = (name: string, guestCpus: number, memoryMb: number, zone: string, rest: object = {}) => ({
  id: "machine-types",
  project: "example",
  zone,
  machineTypes: [{ name, guestCpus, memoryMb, accelerators: [], bundledLocalSsds: [], isSharedCpus: false, ...rest }],
});

const read = (names: string[], answers: Record<string, unknown> = {}, options?: ReadMachinesOptions) =>
  readWith(() => readMachines(names, options), answers);

describe("readMachines", () => {
  it("turns what Compute Engine says into a machine type, with the price that the catalogue knows of that region", async () => {
    const answers = { [list]: answer("n2-standard-4", 4, 16384, "us-central1-a") };
    const { machines, calls } = await read(["n2-standard-4"], answers, { zone: "us-central1-a", project: "example" });
    expect(machines).toEqual([
      {
        name: "n2-standard-4",
        vcpu: 4,
        memoryMiB: 16384,
        architecture: "amd64",
        networkGbps: 10,
        // Google's list price.
        price: expect.objectContaining({ onDemandHourly: 0.194236, region: "us-central1" }) as unknown,
      },
    ]);
    expect(calls.map(({ token, args }) => [token, args])).toEqual([
      [list, { filter: 'name = "n2-standard-4"', zone: "us-central1-a", project: "example" }],
    ]);
  });

  it("leaves the price unknown in a region that the catalogue has no prices of", async () => {
    const answers = { [list]: answer("n2-standard-4", 4, 16384, "europe-west1-b") };
    expect((await read(["n2-standard-4"], answers)).machines[0]).not.toHaveProperty("price");
  });

  it("knows Arm, local SSDs and GPUs", async () => {
    const disks = {
      [list]: answer("c4a-standard-8-lssd", 8, 32768, "us-central1-a", { bundledLocalSsds: [{ partitionCount: 2 }] }),
    };
    expect((await read(["c4a-standard-8-lssd"], disks)).machines[0]).toMatchObject({
      architecture: "arm64",
      localDisks: { count: 2, sizeGiB: 375 },
    });
    const gpu = { guestAcceleratorType: "nvidia-new", guestAcceleratorCount: 8 };
    const gpus = { [list]: answer("a9-highgpu-8g", 96, 1_392_640, "us-central1-a", { accelerators: [gpu] }) };
    expect((await read(["a9-highgpu-8g"], gpus)).machines[0]?.accelerators).toEqual({ name: "nvidia-new", count: 8 });
  });

  it("agrees with the catalogue where nothing but the mocks answers, and asks once for a type that is named twice", async () => {
    const { machines, calls } = await read(["t2a-standard-4", "g2-standard-8", "t2a-standard-4"]);
    expect(machines).toMatchObject([
      { name: "t2a-standard-4", vcpu: 4, memoryMiB: 16384, architecture: "arm64" },
      { name: "g2-standard-8", vcpu: 8, memoryMiB: 32768, accelerators: { name: "NVIDIA L4", count: 1 } },
    ]);
    expect(calls).toHaveLength(2);
  });

  it.each([
    [
      "that the zone does not have",
      { [list]: { ...answer("x", 1, 1, "us-central1-a"), machineTypes: [] } },
      /zone us-central1-a has no/,
    ],
    ["that the mocks do not know", {}, /Compute Engine did not describe it: [^\n]+$/],
  ])("says in one line which type it is %s", async (_, answers, message) => {
    const error: unknown = await read(["n2-huge-4"], answers).catch((reason: unknown) => reason);
    expect(pulumi.ResourceError.isInstance(error) && error.hideStack).toBe(true);
    expect((error as Error).message).toMatch(/^readMachines: "n2-huge-4": /);
    expect((error as Error).message).toMatch(message);
  });
});
