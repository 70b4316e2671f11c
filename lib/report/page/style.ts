/** The page's style sheet: two palettes, one layout that works from a telephone to a wide screen. */

export const STYLE = `
:root {
  --ground: #f6f5f2; --card: #ffffff; --ink: #1c1b19; --soft: #5f5b53; --line: #dfdbd2; --accent: #b9430c;
  --executor: #2459c9; --driver: #a34808; --daemonset: #7a53b8; --hatch-ground: #e6e2d9; --hatch-line: #c4beb1;
  --free-line: #4a8f5c; --free: #eef6ef; --warn-ground: #fdf1d8; --warn-line: #d69c25; --on-color: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #141517; --card: #1d1f22; --ink: #eceae5; --soft: #a9a59c; --line: #34373c; --accent: #ff9a5c;
    --executor: #2f68dd; --driver: #b25a16; --daemonset: #8d68cc; --hatch-ground: #2b2e33; --hatch-line: #474b52;
    --free-line: #5fae75; --free: #1b2a20; --warn-ground: #33290f; --warn-line: #b8862b;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.defs { position: absolute; }
a { color: var(--accent); }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(2rem, 5vw, 3rem); margin: .1em 0 .15em; letter-spacing: -.02em; }
h2 { font-size: 1.45rem; margin: 0 0 .3em; letter-spacing: -.01em; }
h3 { font-size: 1.1rem; margin: 0; }
p { margin: 0; }
.top { border-top: 6px solid var(--accent); border-bottom: 1px solid var(--line); background: var(--card); }
.top > div, main { max-width: 1180px; margin: 0 auto; padding: 1.6rem clamp(1rem, 3vw, 2rem); }
.top p { color: var(--soft); }
.top .eyebrow { color: var(--accent); font-weight: 650; font-size: .85rem; letter-spacing: .06em; text-transform: uppercase; }
nav { display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; margin-top: 1rem; font-size: .92rem; }
main > * + * { margin-top: 2.8rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
.intro, .note { color: var(--soft); max-width: 90ch; }
.intro { margin-bottom: .9rem; }
.note { margin-top: .5rem; font-size: .92rem; }
.tiles { list-style: none; margin: 0; padding: 0; display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 195px), 1fr)); }
.tile { padding: 1rem 1.1rem; }
.tile .name { font-size: .88rem; font-weight: 600; color: var(--soft); }
.tile .value { font-size: 1.25rem; font-weight: 680; letter-spacing: -.01em; margin-top: .15rem; line-height: 1.25; }
.tile .note { margin-top: .3rem; font-size: .85rem; line-height: 1.4; }
main > .tiles { margin-top: 1.6rem; }
.warnings { background: var(--warn-ground); border-left: 4px solid var(--warn-line); border-radius: 10px; padding: 1rem 1.3rem; }
.warnings h2 { font-size: 1.05rem; }
.warnings ul { margin: 0; padding-left: 1.1rem; }
.pool { padding: 1.2rem clamp(.8rem, 2vw, 1.4rem) 1.4rem; }
.pool + .pool { margin-top: 1.2rem; }
.pool > header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
.badges { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem; margin: 0; padding: 0; }
.badge { font-size: .8rem; padding: .1rem .6rem; border: 1px solid var(--line); border-radius: 99px; color: var(--soft); }
.badge.spot, .badge.warm { border-color: var(--accent); color: var(--accent); }
.strip { display: flex; flex-wrap: wrap; gap: 3px; align-items: center; margin-left: auto; max-width: 330px; }
.strip span { font-size: .8rem; color: var(--soft); margin-left: .3rem; }
.square { width: 11px; height: 11px; border-radius: 3px; border: 1.5px solid var(--soft); opacity: .55; }
.square.always { background: var(--soft); opacity: 1; }
.square.warm { background: var(--accent); border-color: var(--accent); opacity: 1; }
figure.node { margin: 1.2rem 0 0; }
figcaption { display: flex; flex-wrap: wrap; gap: .1rem .7rem; align-items: baseline; margin-bottom: .45rem; font-weight: 600; }
figcaption .machine { font-family: ui-monospace, "SF Mono", Consolas, monospace; font-size: .95rem; }
figcaption .count { color: var(--soft); font-weight: 400; }
.node-svg { display: block; font: 600 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
.frame { fill: var(--ground); }
.bar-name { fill: var(--ink); }
.bar-total { fill: var(--soft); font-weight: 400; }
.segment { stroke: var(--ground); stroke-width: 2; }
.segment.reserved { fill: url(#hatch); }
.segment.daemonset { fill: var(--daemonset); stroke-width: .5; }
.segment.executor { fill: var(--executor); }
.segment.driver { fill: var(--driver); }
.segment.free { fill: var(--free); stroke: var(--free-line); stroke-width: 1.5; stroke-dasharray: 4 4; }
.hatch-ground { fill: var(--hatch-ground); }
.hatch-line { fill: var(--hatch-line); }
.label { fill: var(--on-color); pointer-events: none; }
.label.size { font-weight: 400; font-size: 12px; }
.label.short { display: none; }
.legend { list-style: none; margin: .55rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; font-size: .88rem; color: var(--soft); }
.legend li { display: flex; gap: .45rem; align-items: center; }
.swatch { flex: none; width: 13px; height: 13px; border-radius: 3px; }
.swatch.reserved { background: repeating-linear-gradient(45deg, var(--hatch-line) 0 2px, var(--hatch-ground) 2px 5px); }
.swatch.daemonset { background: var(--daemonset); }
.swatch.executor { background: var(--executor); }
.swatch.driver { background: var(--driver); }
.swatch.free { background: var(--free); border: 1.5px dashed var(--free-line); }
.scroll { overflow-x: auto; }
.scroll:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .94rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; border-spacing: 0; overflow: hidden; }
th, td { padding: .5rem .85rem; text-align: left; vertical-align: top; white-space: nowrap; overflow-wrap: normal; }
th { font-size: .82rem; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--line); vertical-align: bottom; }
tbody tr:not(.continued) + tr.continued td, tr.continued td { padding-top: .15rem; padding-bottom: .15rem; }
tbody tr + tr:not(.continued) td { border-top: 1px solid var(--line); }
td:first-child { font-weight: 600; }
.number { text-align: right; }
td.prose { white-space: normal; min-width: 11rem; max-width: 46rem; }
table.configuration { table-layout: fixed; }
table.configuration th:nth-child(1) { width: 36%; }
table.configuration th:nth-child(2) { width: 20%; }
table.configuration td { white-space: normal; overflow-wrap: anywhere; min-width: 0; }
table.configuration td:nth-child(-n+2) { font-family: ui-monospace, "SF Mono", Consolas, monospace; font-size: .86rem; font-weight: 400; }
.tree { list-style: none; margin: 0; padding-left: 1.2rem; font-size: .92rem; }
.card > .tree { padding: .9rem 1.2rem; }
.tree li { padding: .08rem 0; white-space: nowrap; overflow-wrap: normal; }
.tree b { font-weight: 600; }
.tree code { color: var(--soft); font-size: .85em; }
summary { cursor: pointer; }
@media (max-width: 760px) {
  .label.wide { display: none; }
  .label.short { display: inline; }
  .strip { margin-left: 0; }
  table.configuration, table.configuration tbody, table.configuration tr, table.configuration td { display: block; }
  table.configuration thead { display: none; }
  table.configuration td { white-space: normal; overflow-wrap: anywhere; padding-top: .1rem; padding-bottom: .1rem; border: 0 !important; }
  table.configuration tr { padding: .5rem 0; }
  table.configuration td:first-child { font-weight: 650; }
}
@media print { .scroll { overflow: visible; } .card, table { break-inside: avoid; } nav { display: none; } }
`;
