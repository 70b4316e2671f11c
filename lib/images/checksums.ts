/** SHA-512 of the jars that go into images, as far as they are known. Pure. */

import type { Coordinates } from "./connectors";
import known from "./checksums.json";

/** @returns undefined for a jar that was published after this version of the library */
export function checksumOf(jar: Coordinates): string | undefined {
  return (known as Record<Coordinates, string>)[jar];
}
