/** The documents are current: every program in them is a file that compiles and previews, every link and command exists. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { recordProgram } from "spark-platform/testing";

const repository = resolve(__dirname, "..");
const pages = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync(join(repository, "docs"))
    .filter(isPage)
    .map((name) => `docs/${name}`),
];
const programs = [
  ...readdirSync(join(repository, "docs/programs")).map((name) => `docs/programs/${name}`),
  ...readdirSync(join(repository, "examples"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `examples/${name}/index.ts`),
];
const blocks = pages.flatMap((page) => fences(page).map((fence, index) => ({ ...fence, page, index })));

test.each(blocks.filter(({ language }) => language === "ts").map(({ page, index, text }) => [page, index, text]))(
  "%s: program %i is one of the programs that are compiled and previewed",
  (_page, _index, text) => {
    const sources = programs.map((program) => withoutComment(readFileSync(join(repository, program), "utf8")));
    expect(sources).toContain(text);
  },
);

test("every program in docs/programs is shown on a page", () => {
  const shown = new Set(blocks.map(({ text }) => text));
  const hidden = programs
    .filter((program) => program.startsWith("docs/"))
    .filter((program) => !shown.has(withoutComment(readFileSync(join(repository, program), "utf8"))));
  expect(hidden).toEqual([]);
});

test.each(programs)("%s previews without an error", async (program) => {
  const recording = await recordProgram(() => import(join(repository, program)), { preview: true });
  expect(recording.resources.length).toBeGreaterThan(0);
});

test.each(pages)("%s links to files that exist", (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = ""]) => link);
  const broken = links.filter((link) => !existsSync(resolve(repository, dirname(page), link)));
  expect(broken).toEqual([]);
});

test.each(pages)("%s names npm scripts that exist", (page) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, script = ""]) => script);
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});

function fences(page: string): { language: string; text: string }[] {
  return [...read(page).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
}

/** The first sentence of a source file says what it is; a page says so in prose. */
function withoutComment(source: string): string {
  return source.replace(/^\/\*\*[\s\S]*?\*\/\n+/, "");
}

function read(page: string): string {
  return readFileSync(join(repository, page), "utf8");
}

function isPage(name: string): boolean {
  return name.endsWith(".md");
}
