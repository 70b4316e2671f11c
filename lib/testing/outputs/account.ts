/** The account that mocked cloud values belong to; no real one has this number. */

export const ACCOUNT = "000000000000";
export const REGION = "us-east-1";

/** Whether a value was made up by the mocks' account, and so must not reach a cluster. */
export function isMocked(value: string): boolean {
  return value.includes(ACCOUNT);
}
