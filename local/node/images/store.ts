/** The images of a cluster, unpacked in a folder that each node's containerd begins with: nothing is ever pulled. */

import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";

import { isAlive, type ProcessIdentity, stopProcesses } from "../../processes";
import { type Progress } from "../../progress";
import { run } from "../../run";
import { type Tools } from "../../tools";
import { versions } from "../../tools/versions";
import { containerdConfiguration, containerdSocket, pauseImage } from "../configuration";
import { Machine } from "../machine";
import { startContainerd } from "../node";
import { baseLayer } from "./base";
import { cachedImageFile, keyed, layer } from "./layers";
import { type Image, writeArchive } from "./oci";
import { pauseProgram } from "./pause";
import { connectorLayer, sparkLayer, sparkVersion } from "./spark";

export const images = {
  pause: pauseImage,
  spark: `localhost/spark:${sparkVersion}`,
  operator: `localhost/spark-operator:${versions.sparkOperator.slice(1)}`,
} as const;

export interface ImageStore {
  /** Folder of a containerd with the images. */
  path: string;
  /** Path of the program that machines start with. */
  init: string;
}

export interface ImageStoreOptions {
  tools: Tools<"spark-operator">;
  progress: Progress;
}

/** Makes what is not in the cache (minutes, once). @throws with the reason why an image can't be made */
export async function imageStore(options: ImageStoreOptions): Promise<ImageStore> {
  const { progress } = options;
  const init = await pauseProgram(progress);
  const all = await describeImages(init, options);
  const title = "Unpacking the images";
  const path = await cachedImageFile(`containerd-${keyed(all)}`, { title, progress }, async (partial, update) => {
    const archive = `${partial}-archive.tar`;
    try {
      update("writing the archive");
      await writeArchive(all, archive);
      update("importing it");
      await importArchive(archive, partial, init);
    } finally {
      await rm(archive, { force: true });
    }
  });
  return { path, init };
}

async function describeImages(init: string, { tools, progress }: ImageStoreOptions): Promise<Image[]> {
  const pause = await layer(
    { name: "pause-layer", key: basename(init), title: "Image of the pause container", progress },
    (root) => {
      copyFileSync(init, join(root, "pause"));
      chmodSync(join(root, "pause"), 0o755);
    },
  );
  const base = await baseLayer(progress);
  const spark = await sparkLayer(progress);
  const connector = await connectorLayer(progress);
  const operator = await layer(
    { name: "operator", key: versions.sparkOperator, title: "Image of the Spark operator", progress },
    (root) => addOperator(root, tools["spark-operator"]),
  );
  const environment = {
    SPARK_HOME: "/opt/spark",
    JAVA_HOME: `/usr/lib/jvm/java-17-openjdk-${process.arch === "arm64" ? "arm64" : "amd64"}`,
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/spark/bin",
  };
  const sparkUser = { user: "185", workingDirectory: "/opt/spark/work-dir", environment };
  return [
    { name: images.pause, layers: [pause], entrypoint: ["/pause"], user: "65535:65535" },
    { name: images.spark, layers: [base, spark, connector], entrypoint: ["/opt/entrypoint.sh"], ...sparkUser },
    {
      name: images.operator,
      layers: [base, spark, connector, operator],
      entrypoint: ["/opt/operator-entrypoint.sh"],
      ...sparkUser,
    },
  ];
}

/** The chart mounts what the operator writes; only its home must be there. */
function addOperator(root: string, program: string): void {
  for (const [folder, mode] of [
    ["usr/bin", 0o755],
    ["home/spark", 0o777],
    ["etc/k8s-webhook-server/serving-certs", 0o777],
  ] as const) {
    mkdirSync(join(root, folder), { recursive: true });
    chmodSync(join(root, folder), mode);
  }
  copyFileSync(program, join(root, "usr/bin/spark-operator"));
  chmodSync(join(root, "usr/bin/spark-operator"), 0o755);
}

/** Lets a containerd of its own import the archive, and keeps its folder. */
async function importArchive(archive: string, path: string, init: string): Promise<void> {
  const directory = `${path}-machine`;
  const started: ProcessIdentity[] = [];
  await rm(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const machine = await Machine.boot({ name: "images", directory, init, record: (one) => started.push(one) });
  try {
    const configuration = join(directory, "containerd.toml");
    writeFileSync(configuration, containerdConfiguration({ cni: join(directory, "cni") }));
    await startContainerd(machine, configuration);
    const ctr = ["ctr", `--address=${containerdSocket}`, "--namespace=k8s.io"];
    await run(...machine.enter(...ctr, "images", "import", archive));
  } finally {
    await machine.halt();
    await stopProcesses(started.filter(isAlive), 0);
  }
  await rename(join(directory, "lib", "containerd"), path);
  await rm(directory, { recursive: true, force: true });
}
