/** Previews one of the programs under examples/ by the command line that users have. */

import { existsSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { main, type Streams } from "../../lib/cli/main";

const ROOT = resolve(__dirname, "..", "..");
const EXAMPLES = join(ROOT, "examples");
const USAGE = "npm run preview -- [--example <name>] [--out <directory>]";

/** @returns the exit code: 0 done, 1 the example failed, 2 there is no such example or option. */
export async function previewExample(args: string[], streams?: Streams): Promise<number> {
  const say = streams?.err ?? ((text: string) => process.stderr.write(text));
  const started = performance.now();
  const options = { example: { type: "string", default: "existing" }, out: { type: "string" } } as const;
  let example: string;
  let out: string | undefined;
  try {
    ({ example, out } = parseArgs({ args, options }).values);
  } catch (error) {
    say(`error: ${(error as Error).message}\nUsage: ${USAGE}\n`);
    return 2;
  }
  const known = examples();
  if (!known.includes(example)) {
    say(`error: there is no example ${example}. There are: ${known.join(", ")}.\nUsage: ${USAGE}\n`);
    return 2;
  }
  const directory = out ?? join(relative(process.cwd(), ROOT), "out", example);
  const code = await main(["preview", join(EXAMPLES, example, "index.ts"), "--out", directory], streams);
  if (code === 0) {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(`\nPreviewed in ${seconds} s. To deploy it: pulumi config set spark-platform:cloud ${example} && pulumi up\n`);
    if (example === "existing") say("To bring it up on a real control plane on this machine: npm run up:local\n");
  }
  return code;
}

function examples(): string[] {
  return readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, "index.ts")));
}
