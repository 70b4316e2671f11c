/** How a command is run: its code is loaded then, and its answer printed as tables or as JSON. */

import type * as answerModule from "../answer";
import type { Streams } from "../streams";

/** What a command writes to, and where it leaves its exit code. */
export interface Session {
  streams: Streams;
  /** 0 unless the answer is that something does not fit or has errors. */
  exitCode: 0 | 1;
}

/** Prints an answer: as JSON where that is asked for, with nothing else. */
export function print(session: Session, answer: answerModule.Answer, { json }: { json?: true }): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loads what draws tables, which --help does without
  const { answerJson, answerText } = require("../answer") as typeof answerModule;
  const { streams } = session;
  streams.out(json === true ? answerJson(answer) : answerText(answer, streams));
  session.exitCode = answer.failed ? 1 : 0;
}
