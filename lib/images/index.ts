/** Images of Spark: `import { SparkImage } from "spark-platform/images"`. Needs `@pulumi/docker-build`. */

export type { Connector } from "./connectors";
export type { SparkDockerfileArgs } from "./dockerfile";
export type { ImageBuildPlan } from "./plan";
export { type ImageRegistryArgs, SparkImage, type SparkImageArgs } from "./spark-image";
export { sparkDockerfile } from "./spark-dockerfile";
