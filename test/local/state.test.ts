import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { choosePorts, isFree } from "../../local/control-plane/ports";
import { directoryOf, portNames, portsOfOthers, type Ports, writeState } from "../../local/control-plane/state";
import { controlPlaneStatus } from "../../local/control-plane/status";
import { stopControlPlane } from "../../local/control-plane/stop";
import { identify } from "../../local/processes";

const before = process.env.XDG_STATE_HOME;
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "state-test-"));
  process.env.XDG_STATE_HOME = home;
});
afterEach(async () => {
  if (before === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = before;
  await rm(home, { recursive: true });
});

const portsFrom = (first: number) => Object.fromEntries(portNames.map((name, index) => [name, first + index])) as Ports;

async function writtenDown(name: string, processes: Parameters<typeof writeState>[1]["processes"]) {
  await mkdir(directoryOf(name), { recursive: true });
  const dataDirectory = join(home, `data-${name}`);
  await mkdir(dataDirectory);
  writeState(name, { ports: portsFrom(20_000), dataDirectory, processes });
  return dataDirectory;
}

describe("a control plane that is written down", () => {
  it("is absent when there is nothing of it", () => {
    expect(controlPlaneStatus("demo")).toEqual({
      state: "absent",
      directory: join(home, "spark-platform/demo"),
      pids: {},
    });
  });

  it("is partly there when some of its processes run, and tells which", async () => {
    await writtenDown("demo", {
      etcd: identify(process.pid)!,
      kwok: { pid: process.pid, startedAt: "another process had this pid" },
    });
    const { state, pids } = controlPlaneStatus("demo");
    expect({ state, pids }).toEqual({ state: "partly", pids: { etcd: process.pid } });
  });

  it("is running when all its processes run", async () => {
    const self = identify(process.pid)!;
    await writtenDown("demo", {
      etcd: self,
      "kube-apiserver": self,
      "kube-controller-manager": self,
      "kube-scheduler": self,
      kwok: self,
    });
    expect(controlPlaneStatus("demo").state).toBe("running");
  });

  it("is gone after a stop: its processes, its data and its directory, but nobody else's process", async () => {
    const own = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const exit = once(own, "exit");
    const dataDirectory = await writtenDown("demo", {
      etcd: identify(own.pid!)!,
      kwok: { pid: process.pid, startedAt: "another process had this pid" },
    });
    expect(await stopControlPlane("demo")).toBe(true);
    await exit;
    expect(existsSync(dataDirectory)).toBe(false);
    expect(controlPlaneStatus("demo").state).toBe("absent");
    expect(await stopControlPlane("demo")).toBe(false);
  });

  it("that can't be read is an error that says how to get rid of it", async () => {
    await mkdir(directoryOf("demo"), { recursive: true });
    await writeFile(join(directoryOf("demo"), "state.json"), "{");
    expect(() => controlPlaneStatus("demo")).toThrow(/state\.json can't be read.*then remove/);
  });

  it.each(["", "Demo", "a/b", "..", "-a", "a-", "a".repeat(41)])("can't be called %j", (name) => {
    expect(() => directoryOf(name)).toThrow("can't be the name of a control plane");
  });
});

describe("the ports of a control plane", () => {
  it("are not those of another one, even when that one does not run now", async () => {
    await writtenDown("other", {});
    expect(portsOfOthers("demo")).toEqual(new Set(Object.values(portsFrom(20_000))));
    expect(portsOfOthers("other")).toEqual(new Set());
  });

  it("are free, each another one, and none that is taken", async () => {
    const taken = new Set(Array.from({ length: 5_000 }, (_, index) => 20_000 + index));
    const ports = Object.values(await choosePorts(portNames, taken));
    expect(new Set(ports).size).toBe(portNames.length);
    expect(ports.every((port) => port >= 25_000 && port < 30_000)).toBe(true);
  });

  it("are refused when someone listens there", async () => {
    const { etcd } = await choosePorts(["etcd"], new Set());
    const server = createServer().listen(etcd, "127.0.0.1");
    await once(server, "listening");
    expect(await isFree(etcd)).toBe(false);
    server.close();
    await once(server, "close");
    expect(await isFree(etcd)).toBe(true);
  });
});
