/** Shows what long work is doing: one line that updates on a terminal, plain lines with a heartbeat in a log. */

import pc from "picocolors";

/** Says what a step is doing right now. */
export type Update = (detail: string) => void;

export interface Progress {
  /** Runs a step and tells its end and how long it took. Steps follow each other; they don't nest. */
  step<T>(title: string, work: (update: Update) => Promise<T>): Promise<T>;
  /** One line that stays. */
  note(line: string): void;
}

interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** What differs between a terminal and a log. */
interface Display {
  intervalMs: number;
  begin(title: string): void;
  beat(title: string, detail: string, elapsed: string): void;
  end(title: string, ok: boolean, elapsed: string): void;
  note(line: string): void;
}

export function createProgress(output: Output = process.stderr): Progress {
  const display = output.isTTY === true ? terminal(output) : log(output);
  return {
    note: (line) => display.note(line),
    async step(title, work) {
      const started = Date.now();
      const elapsed = () => formatSeconds((Date.now() - started) / 1000);
      let detail = "";
      display.begin(title);
      const timer = setInterval(() => display.beat(title, detail, elapsed()), display.intervalMs);
      timer.unref();
      try {
        const result = await work((text) => (detail = text));
        display.end(title, true, elapsed());
        return result;
      } catch (error) {
        display.end(title, false, elapsed());
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

function terminal(output: Output): Display {
  const clear = "\r\u001b[2K";
  const draw = (text: string) => output.write(clear + text.slice(0, (output.columns || 80) - 1));
  return {
    intervalMs: 200,
    begin: (title) => void draw(`… ${title}`),
    beat: (title, detail, elapsed) => void draw(`… ${title}${detail && `: ${detail}`} (${elapsed})`),
    end: (title, ok, elapsed) =>
      void output.write(`${clear}${ok ? pc.green("✔") : pc.red("✘")} ${title} ${pc.dim(`(${elapsed})`)}\n`),
    note: (line) => void output.write(`${clear}  ${line}\n`),
  };
}

function log(output: Output): Display {
  return {
    // Often enough for CI services that end a job which prints nothing, seldom enough to keep the log short.
    intervalMs: 15_000,
    begin: (title) => void output.write(`${title} ...\n`),
    beat: (title, detail, elapsed) => void output.write(`  ${detail || title} (${elapsed})\n`),
    end: (title, ok, elapsed) => void output.write(`${title}: ${ok ? "done" : "failed"} (${elapsed})\n`),
    note: (line) => void output.write(`${line}\n`),
  };
}
