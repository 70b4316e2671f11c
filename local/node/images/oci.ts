/** Container images as an OCI archive, which containerd imports: https://github.com/opencontainers/image-spec. */

import { createHash } from "node:crypto";
import { createReadStream, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { run } from "../../run";

export interface Image {
  /** For example `localhost/spark:4.3.0`. */
  name: string;
  /** Paths of tar files, uncompressed, the lowest first. Images share those that they have in common. */
  layers: readonly string[];
  entrypoint: string[];
  environment?: Record<string, string>;
  /** @default root */
  user?: string;
  workingDirectory?: string;
}

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

/** Writes the images to one tar file. */
export async function writeArchive(images: readonly Image[], archive: string): Promise<void> {
  const layout = `${archive}.layout`;
  rmSync(layout, { recursive: true, force: true });
  mkdirSync(join(layout, "blobs", "sha256"), { recursive: true });
  try {
    const layers = new Map<string, Descriptor>();
    for (const path of new Set(images.flatMap((image) => image.layers))) {
      layers.set(path, await addFile(layout, path));
    }
    const manifests = images.map((image) => ({
      ...addManifest(
        layout,
        image,
        image.layers.map((path) => layers.get(path)!),
      ),
      annotations: { "io.containerd.image.name": image.name, "org.opencontainers.image.ref.name": image.name },
    }));
    writeFileSync(join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
    const mediaType = "application/vnd.oci.image.index.v1+json";
    writeFileSync(join(layout, "index.json"), JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
    await run("tar", ["-C", layout, "-cf", archive, "oci-layout", "index.json", "blobs"]);
  } finally {
    rmSync(layout, { recursive: true, force: true });
  }
}

function addManifest(layout: string, image: Image, layers: Descriptor[]): Descriptor {
  const environment = Object.entries(image.environment ?? {}).map(([key, value]) => `${key}=${value}`);
  const config = addJson(layout, "application/vnd.oci.image.config.v1+json", {
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    os: "linux",
    config: {
      Entrypoint: image.entrypoint,
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ...environment],
      ...(image.user !== undefined && { User: image.user }),
      ...(image.workingDirectory !== undefined && { WorkingDir: image.workingDirectory }),
    },
    // A layer that is not compressed has its digest as its identity.
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
  });
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  return addJson(layout, mediaType, { schemaVersion: 2, mediaType, config, layers });
}

function addJson(layout: string, mediaType: string, content: object): Descriptor {
  const text = JSON.stringify(content);
  const digest = createHash("sha256").update(text).digest("hex");
  writeFileSync(blobPath(layout, digest), text);
  return { mediaType, digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
}

async function addFile(layout: string, path: string): Promise<Descriptor> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  const digest = hash.digest("hex");
  linkSync(path, blobPath(layout, digest));
  const { size } = await stat(path);
  return { mediaType: "application/vnd.oci.image.layer.v1.tar", digest: `sha256:${digest}`, size };
}

function blobPath(layout: string, digest: string): string {
  return join(layout, "blobs", "sha256", digest);
}
