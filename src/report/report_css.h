#pragma once

#include <string_view>

namespace lauter {

/// The style sheet of report.html. Two palettes; everything else is layout.
inline constexpr std::string_view kReportCss = R"css(
:root{--ink:#1b2430;--soft:#5b6777;--line:#dfe4ea;--page:#f6f7f9;--card:#fff;--accent:#2f6fd6;--kept:#7a8ca3;
--edited:#2f6fd6;--rejected:#c2571a;--del:#b3261e;--delbg:#fbe9e7;--ins:#14693a;--insbg:#e3f4e8;--bar:#2f6fd6}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;--line:#2c3542;--page:#12161c;--card:#1a2029;
--accent:#7aa8f5;--kept:#5d6b7e;--edited:#5b8def;--rejected:#e08a4c;--del:#f2a29b;--delbg:#40211f;--ins:#8fd6a8;
--insbg:#17351f;--bar:#5b8def}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:24px;margin:0 0 2px}h2{font-size:17px;margin:0 0 12px}
.sub{color:var(--soft);margin:0 0 20px;overflow-wrap:anywhere}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px;margin:0 0 16px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px;margin:0 0 16px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.tile b{display:block;font-size:22px;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums}
.tile span{color:var(--soft);font-size:13px}
.split{display:flex;height:18px;border-radius:6px;overflow:hidden;background:var(--line)}
.split i{display:block;min-width:2px}
.kept{background:var(--kept)}.edited{background:var(--edited)}.rejected{background:var(--rejected)}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:10px 0 0;color:var(--soft);font-size:13px}
.legend i{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px}
.bars{display:grid;grid-template-columns:minmax(90px,auto) 1fr auto;gap:5px 10px;align-items:center;font-size:13px}
.bars .name{overflow-wrap:anywhere}.bars .n{text-align:right;font-variant-numeric:tabular-nums;color:var(--soft)}
.bars .track{height:12px}.bars .track i{display:block;height:100%;background:var(--bar);border-radius:3px;min-width:2px}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13px}
th{color:var(--soft);font-weight:500;text-align:left;white-space:nowrap}
td,th{padding:5px 12px 5px 0;border-bottom:1px solid var(--line);vertical-align:middle}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr:last-child td{border-bottom:0}code,pre,.diff{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.hist rect{fill:var(--bar)}
.chart{width:100%;max-width:720px;height:auto;display:block;font-size:12px}.chart text{fill:var(--soft)}
.chart .grid{stroke:var(--line)}.chart polyline{fill:none;stroke-width:2.5;stroke-linejoin:round}
.chart .edited{background:none}.chart .kept{background:none}
.chart .edited polyline{stroke:var(--edited)}.chart .edited circle{fill:var(--edited)}
.chart .kept polyline{stroke:var(--kept);stroke-dasharray:5 4}.chart .kept circle{fill:var(--kept)}
.axis{display:flex;justify-content:space-between;color:var(--soft);font-size:12px;max-width:420px}
.big .hist{width:100%;max-width:420px;height:auto;display:block}
.diff{white-space:pre-wrap;overflow-wrap:anywhere;font-size:13px;background:var(--page);border-radius:8px;
padding:10px 12px;margin:6px 0 16px}
.diff del{color:var(--del);background:var(--delbg);text-decoration:line-through;border-radius:3px;padding:0 2px}
.diff ins{color:var(--ins);background:var(--insbg);text-decoration:none;border-radius:3px;padding:0 2px}
.diff span,.diff sup,.diff del,.diff ins,code,td{unicode-bidi:isolate}
.diff .subject{border-bottom:2px solid var(--accent);padding-bottom:1px}article .diff{margin:4px 0 14px}
h3{font-size:13px;font-weight:600;margin:14px 0 6px;color:var(--soft);overflow-wrap:anywhere}
.group{border-top:1px solid var(--line);margin:0}.group>summary,p.group{padding:9px 0;overflow-wrap:anywhere}
.group>summary span,p.group span{color:var(--soft);font-size:13px;padding-left:8px}.group[open]{padding-bottom:6px}
.more>summary{padding:9px 0}[hidden]{display:none!important}
.search{display:flex;flex-wrap:wrap;align-items:center;gap:6px 12px;margin:10px 0}
.search input{flex:1 1 240px;min-width:0;font:inherit;color:inherit;background:var(--page);border:1px solid var(--line);
border-radius:8px;padding:8px 10px}.search span{color:var(--soft);font-size:13px}
.diff sup{color:var(--soft);font-size:10px;padding-left:3px}.diff .gap{color:var(--soft)}
.where{font-size:12px;color:var(--soft);overflow-wrap:anywhere}
details pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px;background:var(--page);padding:10px;border-radius:8px}
summary{cursor:pointer;color:var(--accent)}.warn{border-left:4px solid var(--rejected)}
@media (max-width:520px){main{padding:16px 10px 40px}.tile b{font-size:19px}
.bars{grid-template-columns:1fr auto;grid-auto-flow:dense}.bars .track{grid-column:1/-1;height:8px;margin-bottom:4px}}
@media print{body{background:#fff}section,.tile{break-inside:avoid}}
)css";

}  // namespace lauter
