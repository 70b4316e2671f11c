/** Google Cloud: `import { readMachines } from "spark-platform/gcp"`. */

export { readMachines, type ReadMachinesOptions } from "./read-machines";
