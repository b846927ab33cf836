#pragma once

#include <string_view>

namespace lauter {

/// The search of report.html: the page's only script, which its content policy names by hash. The
/// samples are there without it. It reads and hides, and makes no markup.
inline constexpr std::string_view kReportJs = R"js(
"use strict";
const box = document.getElementById("search"), input = document.getElementById("q"), hits = document.getElementById("hits");
const groups = [...document.querySelectorAll("details.group")].map(node => ({
  node, open: node.open, name: node.querySelector("summary").textContent,
  samples: [...node.querySelectorAll("article")].map(node => ({ node, text: null })) }));
const total = groups.reduce((sum, group) => sum + group.samples.length, 0);
let wasEmpty = true;
function search() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean), empty = words.length === 0;
  let found = 0;
  for (const group of groups) {
    if (wasEmpty && !empty) group.open = group.node.open;
    let here = 0;
    for (const sample of group.samples) {
      sample.text ??= (group.name + " " + sample.node.textContent).toLowerCase();
      const hit = words.every(word => sample.text.includes(word));
      sample.node.hidden = !hit;
      here += hit;
    }
    for (const title of group.node.querySelectorAll("h3")) title.hidden = !empty;
    group.node.hidden = here === 0;
    group.node.open = empty ? group.open : here > 0;
    found += here;
  }
  for (const more of document.querySelectorAll("#rejected details.more")) if (!empty) more.open = true;
  hits.textContent = empty ? "" : found + " of " + total;
  wasEmpty = empty;
}
let timer = 0;
if (box) {
  box.hidden = false;
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 120); });
  try {  // report.html#q=words
    if (location.hash.startsWith("#q=")) { input.value = decodeURIComponent(location.hash.slice(3)); search(); }
  } catch { /* no words */ }
  document.addEventListener("keydown", event => {
    if (event.key === "/" && event.target !== input) { event.preventDefault(); input.focus(); }
  });
}
)js";

}  // namespace lauter
