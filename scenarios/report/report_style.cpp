// What a run's page looks like: light, dark, narrow, printed.
#include "scenarios/report/report_charts.h"

namespace podium::report {

const char* const kStyle = R"css(
:root { color-scheme: light dark; --ink: #1c2128; --soft: #57606a; --paper: #fff; --rule: #d7dce1;
  --green: #2c974b; --amber: #d99a00; --grey: #9aa3ad; --red: #cf222e; --blue: #0969da; --label: 15rem; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa5b1; --paper: #0f141a; --rule: #2d353e;
  --green: #3fb950; --amber: #e3b341; --grey: #6e7681; --red: #ff6a61; --blue: #58a6ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem 1.25rem 3rem; max-width: 80rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .4rem 0; }
code { font: 13px ui-monospace, monospace; background: color-mix(in srgb, var(--ink) 8%, transparent);
  padding: .1rem .35rem; border-radius: 4px; } code span { display: inline-block; }
.verdict { display: inline-block; padding: .1rem .7rem; border-radius: 1rem; color: var(--paper); font-weight: 600; }
.verdict.held { background: var(--green); } .verdict.broken { background: var(--red); }
.facts { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; color: var(--soft); }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th { text-align: left; color: var(--soft); font-weight: 500; }
th, td { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
td.held { color: var(--green); } td.broken { color: var(--red); }
td.held, td.broken { font-weight: 600; white-space: nowrap; }
.trouble, .fault { color: var(--red); } .user { color: var(--blue); }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: 13px; color: var(--soft); }
.legend svg { vertical-align: middle; }
.note { color: var(--soft); }
.chart { position: relative; }
.row { display: grid; grid-template-columns: var(--label) minmax(0, 1fr); }
.label { font-size: 13px; line-height: 18px; padding-right: .75rem; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; position: relative; }
.node { margin-top: .5rem; } .node .label { font-weight: 600; }
.pod .label { padding-left: .9rem; } .axis .label, .marks .label, .tall .label { color: var(--soft); }
.plot { width: 100%; display: block; overflow: visible; position: relative; }
.plot text { font-size: 12px; fill: var(--soft); }
.plot text.end { font-size: 14px; font-weight: 700; fill: var(--ink); }
.over { position: absolute; top: 0; left: var(--label); width: calc(100% - var(--label)); height: 100%;
  pointer-events: none; }
.grid { height: calc(100% - 20px); } .grid line { stroke: var(--rule); }
.lines { height: calc(100% - 20px); } .lines line { stroke-width: 1.5; stroke-dasharray: 4 3; }
.many line { stroke-width: 1; stroke-dasharray: none; opacity: .3; }
line.fault { stroke: var(--red); } line.user { stroke: var(--blue); }
.plot g.fault circle { fill: var(--red); } .plot g.user circle { fill: var(--blue); }
.plot g text { fill: var(--paper); font-weight: 600; pointer-events: none; }
rect.pending { fill: var(--grey); } rect.running { fill: var(--amber); } rect.ready, rect.node-ready { fill: var(--green); }
rect.done { fill: var(--blue); } rect.not-ready { fill: var(--amber); }
rect.terminating { fill: url(#hatch); stroke: var(--grey); }
rect.down { fill: url(#down); stroke: var(--red); }
#hatch path { stroke: var(--ink); opacity: .55; } #down path { stroke: var(--red); }
.tall { margin-top: .9rem; } .tall .label { padding-right: 3.5rem; white-space: normal; } .tall .label span { white-space: nowrap; }
.top, .bottom { position: absolute; right: .5rem; font-size: 12px; line-height: 12px; }
.top { top: 0; } .bottom { bottom: 0; }
.tall .plot { border-bottom: 1px solid var(--soft); }
path.ok { fill: var(--green); } path.failed { fill: var(--red); }
path.line { fill: none; stroke-width: 1.75; vector-effect: non-scaling-stroke; }
path.p50 { stroke: var(--blue); } path.p99 { stroke: var(--amber); }
rect.tip { fill: var(--ink); opacity: 0; } rect.tip:hover { opacity: .12; }
.key { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin: 0 .25rem 0 .1rem; }
.key.ok { background: var(--green); } .key.failed { background: var(--red); }
.key.p50 { background: var(--blue); } .key.p99 { background: var(--amber); }
.story { font-size: 13px; } .story td { padding: .15rem .6rem .15rem 0; } .story tr:target { background:
  color-mix(in srgb, var(--amber) 25%, transparent); } .story td:first-child,
  .story td:nth-child(2) { white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--soft); }
.story td:nth-child(3) { min-width: 15rem; } .decision { color: var(--amber); } .container { color: var(--green); }
a { color: var(--blue); }
details { margin: .75rem 0; font-size: 14px; } summary { cursor: pointer; }
#told { position: fixed; left: 1rem; right: 1rem; bottom: 1rem; padding: .6rem .9rem; border-radius: 8px; display: none;
  background: var(--ink); color: var(--paper); white-space: pre-line; font-size: 14px; }
@media (max-width: 64rem) { .beside { display: none; } }
@media (max-width: 45rem) {
  :root { --label: 0rem; }
  body { padding: .5rem .75rem 3rem; }
  .row { grid-template-columns: minmax(0, 1fr); }
  .label { z-index: 1; justify-self: start; background: var(--paper); max-width: 100%; }
  .pod .label { padding-left: 0; }
  .axis .label, .marks .label { display: none; }
  .tall .label { padding-right: 0; padding-bottom: 14px; } .top { right: auto; left: 0; top: auto; bottom: 0; }
  .bottom { display: none; }
  thead { display: none; } tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--rule); }
  td { display: block; border: 0; padding: 0; } td.held, td.broken, td.named { display: inline; padding-right: .3rem; }
  .story td { display: inline; padding: 0 .3rem 0 0; } .story td:nth-child(4) { display: block; padding: 0 0 0 .9rem; }
  td[data-is]::before { content: attr(data-is) " "; color: var(--soft); }
}
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #444; --rule: #ccc; --green: #2c974b; --amber: #d99a00; --red: #cf222e;
    --blue: #0969da; --grey: #9aa3ad; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: 11pt; } table { font-size: 9.5pt; } .story { font-size: 8.5pt; }
  .row, tr, .chart, .legend { break-inside: avoid; } h2, .legend { break-after: avoid; }
  .legend { display: block; } .legend > span { margin-right: .8rem; white-space: nowrap; }
  .beside, #told { display: none !important; }
}
)css";

// Fingers cannot hover: a touch shows what a pointer would be told.
const char* const kScript = R"js(
addEventListener('click', e => {
  const title = e.target.closest && e.target.closest('rect, g') && e.target.closest('rect, g').querySelector('title');
  const told = document.getElementById('told');
  told.style.display = title ? 'block' : 'none';
  told.textContent = title ? title.textContent : '';
});
)js";

}  // namespace podium::report
