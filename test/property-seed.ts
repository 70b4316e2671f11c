/** Properties see the same random inputs in every run, so that a failure is a change's. `PROPERTY_SEED=7 npm test` shows others. */

import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261123) });
