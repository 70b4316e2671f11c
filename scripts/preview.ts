/** `npm run preview [-- --example <name>] [-- --out <directory>]`: what an example would deploy, with nothing but Node. */

import { previewExample } from "./preview/example";

void previewExample(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
