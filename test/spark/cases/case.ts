/** What a case is, and what it leaves: figures and checks. */

import { type World } from "../harness/world";

export interface Case {
  /** As a person names it with `--cases`. */
  id: string;
  title: string;
  /** Whether the short form, which CI runs, leaves it out. @default false */
  long?: boolean;
  /** @throws Error when something does not come at all */
  run: (world: World, report: Report) => Promise<void>;
}

export interface Check {
  what: string;
  wanted: string;
  found: string;
  passed: boolean;
}

/** Collects what was looked at. */
export class Report {
  readonly checks: Check[] = [];
  readonly figures: { what: string; value: string }[] = [];

  /** What was found is what was wanted. */
  equal(what: string, wanted: string | number | boolean, found: string | number | boolean | undefined): void {
    this.holds(what, String(wanted), String(found), wanted === found);
  }

  holds(what: string, wanted: string, found: string | number, passed: boolean): void {
    this.checks.push({ what, wanted, found: String(found), passed });
  }

  /** For people, not judged. */
  figure(what: string, value: string | number): void {
    this.figures.push({ what, value: String(value) });
  }
}
