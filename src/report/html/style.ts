/** The page's only style sheet. */
export const pageStyle = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#57606a;--edge:#d0d7de;--soft:#f3f5f8;--link:#0550ae;--good:#1a7f37;--bad:#b3261e;--warn:#8a5a00;
--migrated:#2da44e;--partly:#8cc9a1;--commissioning:#bf8700;--ready:#218bff;--blocked:#8c959f;--rolledBack:#cf222e;--leaving:#c9d1d9;--wave:#b6dcff;--retire:#ffd8b5;--closed:#e1e4e8}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9da7b3;--edge:#3d444d;--soft:#161b22;--link:#79c0ff;--good:#56d364;--bad:#ff8e86;--warn:#e3b341;
--migrated:#3fb950;--partly:#1f6f3a;--commissioning:#d29922;--ready:#388bfd;--blocked:#6e7681;--rolledBack:#f85149;--leaving:#30363d;--wave:#124d87;--retire:#7a4510;--closed:#2a3038}}
*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:1rem;background:var(--bg);color:var(--fg);font:15px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.2rem;margin:1.6rem 0 .5rem;border-bottom:1px solid var(--edge)}h3{font-size:1rem;margin:.8rem 0 .3rem}
.dim,figcaption{color:var(--dim)}.cards{display:flex;flex-wrap:wrap;gap:.6rem;padding:0;list-style:none}.cards li{border:1px solid var(--edge);border-radius:6px;padding:.4rem .8rem;min-width:7rem}.cards b{display:block;font-size:1.5rem}
.error{color:var(--bad)}.warning{color:var(--warn)}.info{color:var(--dim)}
table{border-collapse:collapse;width:100%;font-size:.87rem}caption{text-align:left;color:var(--dim);padding:.2rem 0}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid var(--edge);overflow-wrap:break-word;max-width:22rem}td:last-child{overflow-wrap:anywhere;max-width:none}
td p{margin:0;max-height:8rem;overflow:auto}th{background:var(--soft)}.r{text-align:right}th button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-decoration:underline dotted}
.scroll{overflow:auto;max-height:34rem;contain:content}.scroll:focus-visible,summary:focus-visible,button:focus-visible,input:focus-visible,a:focus-visible{outline:2px solid var(--link)}
figure{margin:0 0 1.2rem}svg{max-width:100%;height:auto;font:11px system-ui,sans-serif}svg text{fill:var(--fg)}.grid{stroke:var(--edge);stroke-width:.6}
.line{fill:none;stroke-width:2}.line.done{stroke:var(--migrated)}.line.planned{stroke:var(--ready);stroke-dasharray:5 3}.now{stroke:var(--dim);stroke-dasharray:2 3}line.bound{stroke:var(--bad);stroke-width:1.5}
.line.forecast{stroke:var(--ready);stroke-width:1}.fan0{fill:var(--ready);opacity:.18}.fan1{fill:var(--ready);opacity:.34}
rect.wave{fill:var(--wave)}rect.retire{fill:var(--retire)}rect.closed{fill:var(--closed)}rect.open{fill:none;stroke:var(--edge);stroke-width:.5}rect.today{stroke:var(--fg);stroke-width:1.5}
.s-migrated{fill:var(--migrated)}.s-partly{fill:var(--partly)}.s-commissioning{fill:var(--commissioning)}.s-ready{fill:var(--ready)}.s-blocked{fill:var(--blocked)}.s-rolledBack{fill:var(--rolledBack)}.s-leaving{fill:var(--leaving)}
.l0{stroke:#218bff}.l1{stroke:#cf222e}.l2{stroke:#2da44e}.l3{stroke:#bf8700}.l4{stroke:#8250df}.l5{stroke:#e16f24}.l6{stroke:#1b7c83}.l7{stroke:#bf3989}
.dot{fill:var(--bg)}.legend{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0;margin:.3rem 0;font-size:.85rem}.key{display:inline-block;width:.9rem;height:.9rem;margin-right:.3rem;vertical-align:-.1rem;border:1px solid var(--edge)}
.key.fan1{opacity:.5}.key.done,.key.s-migrated{background:var(--migrated)}.key.planned,.key.fan1,.key.s-ready{background:var(--ready)}.key.bound,.key.s-rolledBack{background:var(--bad)}.key.wave{background:var(--wave)}.key.retire{background:var(--retire)}.key.closed{background:var(--closed)}
.key.s-partly{background:var(--partly)}.key.s-commissioning{background:var(--commissioning)}.key.s-blocked{background:var(--blocked)}.key.s-leaving{background:var(--leaving)}
#live{padding:.3rem .6rem;border:1px solid var(--edge);border-radius:6px;background:var(--soft)}#live[data-state=stale],#live[data-state=lost]{border-color:var(--bad);color:var(--bad)}
#search{font:inherit;padding:.3rem .5rem;width:20rem;max-width:100%;background:var(--bg);color:var(--fg);border:1px solid var(--dim);border-radius:4px}tr:target,tr.linked{background:var(--soft);outline:2px solid var(--link)}
noscript{color:var(--dim)}
@media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--dim:#444;--edge:#bbb;--soft:#f3f3f3;--link:#000}body{max-width:none;padding:0;font-size:10pt}.scroll{max-height:none;overflow:visible}nav,#finder,#live{display:none}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}}
`;
