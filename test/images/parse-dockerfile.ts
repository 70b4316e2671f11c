/** Reads a Dockerfile by its reference: https://docs.docker.com/reference/dockerfile/ */

export interface Instruction {
  name: string;
  /** Without here-documents, on one line. */
  text: string;
}

const NAMES = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

/** @throws for a line that begins with no instruction, and for a here-document that does not end */
export function parseDockerfile(text: string): Instruction[] {
  const lines = text.split("\n");
  const instructions: Instruction[] = [];
  while (lines.length > 0) {
    let line = lines.shift()!;
    if (/^\s*(#|$)/.test(line)) continue;
    // Comments between the lines of one instruction are left out.
    while (line.endsWith("\\")) line = line.slice(0, -1) + " " + lines.splice(0, 1)[0]!.trim();
    const [, name = "", rest = ""] = /^\s*([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (!NAMES.has(name)) throw new Error(`no instruction: ${line}`);
    instructions.push({ name, text: rest });
    for (const [, end = ""] of rest.matchAll(/<<-?'?"?(\w+)'?"?/g)) {
      const at = lines.indexOf(end);
      if (at < 0) throw new Error(`the here-document ${end} does not end`);
      lines.splice(0, at + 1);
    }
  }
  return instructions;
}
