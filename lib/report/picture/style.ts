/** The picture's style sheet. Literal colours, since many viewers of SVG know no CSS variables; patterns, for those who see none. */

export const PICTURE_STYLE = `
svg { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
.ground { fill: #ffffff; }
.heading { font-size: 19px; font-weight: 650; }
.heading, .machine, .bar-name, .key { fill: #1c1b19; }
.machine, .bar-name { font-weight: 600; }
.soft { fill: #5f5b53; }
.box { stroke: #ffffff; stroke-width: 2; }
.taken { stroke-width: 1; }
.executor .box { fill: #2459c9; }
.driver .box { fill: #a34808; }
.beyond-heap { fill: #ffffff; fill-opacity: .22; }
.slot { fill: none; stroke: #ffffff; stroke-width: 1.5; }
.label { fill: #ffffff; font-weight: 600; text-anchor: middle; }
.label.size { font-weight: 400; font-size: 12px; }
.hatch-ground { fill: #e6e2d9; }
.hatch-line { stroke: #a9a294; stroke-width: 2.5; }
.dot-ground { fill: #e9e0f5; }
.dot { fill: #7a53b8; }
.free { fill: #ffffff; stroke: #4a8f5c; stroke-width: 1.5; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
  .ground, .free { fill: #1d1f22; }
  .heading, .machine, .bar-name, .key { fill: #eceae5; }
  .soft { fill: #a9a59c; }
  .box { stroke: #1d1f22; }
  .executor .box { fill: #2f68dd; }
  .driver .box { fill: #b25a16; }
  .hatch-ground { fill: #2b2e33; }
  .hatch-line { stroke: #5b6068; }
  .dot-ground { fill: #33294a; }
  .dot { fill: #a98be0; }
  .free { stroke: #5fae75; }
}
`;
