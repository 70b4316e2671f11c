/** What is known of Spark's images by their name. */

/** Whether it is an image that Apache or Docker publishes: no connector of an object store, no spark-hadoop-cloud. */
export function isStockImage(image: string): boolean {
  return /^(docker\.io\/)?((apache|library)\/)?spark:/.test(image);
}
