import { existsSync } from "node:fs";

import { type Browser, chromium, type Page } from "playwright-core";

import { planPage, type ReportedResource } from "../../lib/report";
import { examplePlan } from "./fixtures/plan";

const resources: ReportedResource[] = [
  { type: "spark-platform:index:SparkPlatform", name: "analytics", urn: "a" },
  { type: "kubernetes:core/v1:Namespace", name: "jobs", urn: "b", parent: "a" },
];

describe("the page of a plan", () => {
  const page = planPage(examplePlan(), resources);

  test("loads nothing from anywhere and runs nothing", () => {
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base)\b/i);
    expect(page).not.toMatch(/\b(src|srcset|action|formaction|onload|onclick)\s*=/i);
    expect(page).not.toMatch(/@import|url\((?!#)/i);
  });

  test("escapes what users write", () => {
    const plan = examplePlan();
    plan.name = `<script>alert("1")</script>`;
    plan.executor.reason = "a < b & c > 'd'";
    const html = planPage(plan, [{ type: "<b>", name: '"><img src=x onerror=alert(1)>', urn: "a" }]);
    expect(html).not.toMatch(/<script|<img/i);
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
    expect(html).toContain("a &lt; b &amp; c &gt; &#39;d&#39;");
  });

  test("shows every table, the reasons and what is not known", () => {
    expect(page).toContain(">Four task slots fill a 4xlarge to the last core.".replace(">", ">executor: "));
    expect(page).toContain('<td class="number">unknown</td>');
    expect(page).toContain(">The pod&#39;s share of a m7i.4xlarge less overhead");
    expect(page).toContain(
      '<a href="https://spark.apache.org/docs/4.1.1/running-on-kubernetes.html" rel="noreferrer">',
    );
  });
});

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const present = existsSync(executablePath);
if (!present) {
  console.warn(
    `SKIPPED: the page was not opened in a browser, there is none at ${executablePath}. ` +
      "Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.",
  );
}

(present ? describe : describe.skip)("the page in a browser", () => {
  let browser: Browser;
  let tab: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    tab.on("console", (message) => complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(error.message));
    tab.on("request", (request) => {
      if (!request.url().startsWith("about:")) complaints.push(`requested ${request.url()}`);
    });
    await tab.setContent(planPage(examplePlan(), resources), { waitUntil: "load" });
  }, 60_000);

  afterAll(() => browser.close());

  test("loads without a request or a complaint", () => {
    expect(complaints).toEqual([]);
  });

  test("has a title, a language, one first heading, and no heading level left out", async () => {
    expect(await tab.title()).toBe("analytics: Spark platform plan");
    const levels: number[] = await tab.evaluate(
      `[...document.querySelectorAll("h1, h2, h3")].map(({ tagName }) => Number(tagName[1]))`,
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    expect(await tab.evaluate("document.documentElement.lang")).toBe("en");
    expect(await tab.evaluate(`document.querySelectorAll('[role="img"]:not([aria-label])').length`)).toBe(0);
    expect(await tab.evaluate(`new Set([...document.querySelectorAll("[id]")].map(({ id }) => id)).size`)).toBe(
      await tab.evaluate(`document.querySelectorAll("[id]").length`),
    );
  });

  test.each([1280, 390])("draws every pod inside its node, as many as the plan says, %i px wide", async (width) => {
    await tab.setViewportSize({ width, height: 900 });
    const nodes: DrawnNode[] = await tab.evaluate(`[...document.querySelectorAll(".node-svg")].map((node) => {
      const box = (element) => { const { left, right, top, bottom } = element.getBoundingClientRect(); return { left, right, top, bottom }; };
      const { pool, machine, role } = node.dataset;
      return {
        pool, machine, role,
        frame: box(node.querySelector(".frame")),
        bars: [...node.querySelectorAll(".bar")].map((bar) => ({
          whole: box(bar),
          pods: [...bar.querySelectorAll(".segment." + (role || "executor"))].map(box),
          segments: [...bar.querySelectorAll(".segment")].map(box),
        })),
      };
    })`);
    expect(
      nodes.map(({ pool, machine, role, bars }) => [pool, machine, role, ...bars.map(({ pods }) => pods.length)]),
    ).toEqual([
      ["batch-spot", "m7i.4xlarge", "executor", 4, 4],
      ["drivers", "m7i.2xlarge", "executor", 1, 1],
      ["drivers", "m7i.2xlarge", "driver", 7, 7],
      ["system", "m7i.large", "", 0, 0],
    ]);
    for (const { frame, bars } of nodes) {
      for (const { whole, segments } of bars) {
        expect(within(whole, frame)).toBe(true);
        for (const segment of segments) expect(within(segment, whole)).toBe(true);
        segments.slice(1).forEach((segment, index) => {
          expect(segment.left).toBeGreaterThanOrEqual((segments[index]?.right ?? 0) - 0.5);
        });
      }
    }
    // Four executors of 15 320 MiB on 65 536 MiB: 93.5 % of the bar.
    const memory = nodes[0]?.bars[0];
    const drawn = (memory?.pods ?? []).reduce((sum, { left, right }) => sum + right - left, 0);
    expect(drawn / ((memory?.whole.right ?? 0) - (memory?.whole.left ?? 0))).toBeCloseTo(0.935, 2);
  });

  test.each([1280, 390])("does not scroll sideways, %i px wide", async (width) => {
    await tab.setViewportSize({ width, height: 900 });
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(width);
  });

  test("changes its colours with the system's", async () => {
    const ground = () => tab.evaluate("getComputedStyle(document.body).backgroundColor");
    await tab.emulateMedia({ colorScheme: "light" });
    const light = await ground();
    await tab.emulateMedia({ colorScheme: "dark" });
    expect([light, await ground()]).toEqual(["rgb(246, 245, 242)", "rgb(20, 21, 23)"]);
  });
});

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface DrawnNode {
  pool: string;
  machine: string;
  role: string;
  frame: Box;
  bars: { whole: Box; pods: Box[]; segments: Box[] }[];
}

/** Half a pixel is left to rounding. */
function within(inner: Box, outer: Box): boolean {
  return (
    inner.left >= outer.left - 0.5 &&
    inner.right <= outer.right + 0.5 &&
    inner.top >= outer.top - 0.5 &&
    inner.bottom <= outer.bottom + 0.5
  );
}
