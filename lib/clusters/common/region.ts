/** The region of a cluster that names none. */

/** The arguments with the configured region where they name none. What is no object of arguments is left to the plan to refuse. */
export function withRegion<T extends { region?: string }>(args: T, configured: () => string | undefined): T {
  const isObject = typeof args === "object" && args !== null;
  return isObject ? { ...args, region: args.region ?? configured() } : args;
}
