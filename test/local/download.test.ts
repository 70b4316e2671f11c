import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { download, HostUnreachable } from "../../local/tools/download";

const content = "a released binary";
const sum = createHash("sha256").update(content).digest("hex");
const wrong = sum.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));

// The forms of dl.k8s.io (the sum alone), get.helm.sh and etcd's SHA256SUMS (lines of sum and file).
const files: Record<string, string> = {
  "/tool": content,
  "/tool.sha256": sum,
  "/tool.wrong": wrong,
  "/SHA256SUMS": `${wrong}  tool-darwin\n${sum}  tool\n`,
  "/other.SHA256SUMS": `${sum}  tool-darwin\n`,
};

let server: Server;
let base: string;
let folder: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const file = files[request.url ?? ""];
    response.writeHead(file === undefined ? 404 : 200).end(file);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), "download-test-"));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

describe("a download", () => {
  it.each(["/tool.sha256", "/SHA256SUMS"])("is taken when it matches the sum in %s", async (checksum) => {
    const destination = join(folder, "tool");
    await download(`${base}/tool`, destination, { checksumUrl: base + checksum });
    expect(await readFile(destination, "utf8")).toBe(content);
  });

  it("is refused when it has another sum than the one that is published", async () => {
    const refused = download(`${base}/tool`, join(folder, "bad"), { checksumUrl: `${base}/tool.wrong` });
    await expect(refused).rejects.toThrow(`has the SHA-256 ${sum}, but ${wrong} is published for it`);
  });

  it("is refused when the published sums are of other files", async () => {
    const refused = download(`${base}/tool`, join(folder, "bad"), { checksumUrl: `${base}/other.SHA256SUMS` });
    await expect(refused).rejects.toThrow("holds no SHA-256 of tool");
  });

  it("that is not there is no reason to give up the host", async () => {
    const absent = download(`${base}/absent`, join(folder, "absent"));
    await expect(absent).rejects.toThrow(`${base}/absent answers 404`);
    await expect(absent).rejects.not.toBeInstanceOf(HostUnreachable);
  });

  it("from a host that refuses connections says so by the host's name", async () => {
    const idle = createServer().listen(0, "127.0.0.1");
    await once(idle, "listening");
    const { port } = idle.address() as AddressInfo;
    idle.close();
    await once(idle, "close");
    const refused = download(`http://127.0.0.1:${port}/tool`, join(folder, "refused"));
    await expect(refused).rejects.toThrow(new HostUnreachable(`127.0.0.1:${port}`, "ECONNREFUSED"));
  });
});
