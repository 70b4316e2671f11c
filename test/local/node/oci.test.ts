import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { writeArchive } from "../../../local/node/images/oci";
import { run } from "../../../local/run";

interface Index {
  manifests: { digest: string; size: number; annotations: Record<string, string> }[];
}

describe("an archive of images", () => {
  const folder = mkdtempSync(join(tmpdir(), "oci-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is an OCI layout whose digests hold, and has a layer that images share once", async () => {
    const layers = ["base", "top"].map((name) => {
      const path = join(folder, `${name}.tar`);
      writeFileSync(path, `content of ${name}`);
      return path;
    });
    const archive = join(folder, "images.tar");
    await writeArchive(
      [
        { name: "localhost/one:1", layers: layers.slice(0, 1), entrypoint: ["/one"] },
        { name: "localhost/two:1", layers, entrypoint: ["/two"], user: "185", environment: { HOME: "/home" } },
      ],
      archive,
    );
    const { stdout } = await run("tar", ["-tf", archive]);
    const blobs = stdout.split("\n").filter((name) => /^blobs\/sha256\/./.test(name));
    await run("tar", ["-xf", archive, "-C", folder]);

    const read = (digest: string) => readFileSync(join(folder, "blobs", ...digest.split(":")));
    for (const blob of blobs) {
      const digest = createHash("sha256")
        .update(readFileSync(join(folder, blob)))
        .digest("hex");
      expect(blob).toBe(`blobs/sha256/${digest}`);
    }
    // Two layers, and of each image a manifest and a configuration.
    expect(blobs).toHaveLength(6);
    expect(JSON.parse(readFileSync(join(folder, "oci-layout"), "utf8"))).toEqual({ imageLayoutVersion: "1.0.0" });

    const { manifests } = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as Index;
    expect(manifests.map(({ annotations }) => annotations["io.containerd.image.name"])).toEqual([
      "localhost/one:1",
      "localhost/two:1",
    ]);
    const manifest = JSON.parse(read(manifests[1]!.digest).toString()) as {
      config: { digest: string };
      layers: { digest: string; size: number }[];
    };
    expect(manifest.layers.map(({ digest }) => read(digest).toString())).toEqual(["content of base", "content of top"]);
    const configuration = JSON.parse(read(manifest.config.digest).toString()) as {
      config: object;
      rootfs: { diff_ids: string[] };
    };
    expect(configuration.config).toMatchObject({ Entrypoint: ["/two"], User: "185" });
    expect(configuration.rootfs.diff_ids).toEqual(manifest.layers.map(({ digest }) => digest));
  });
});
