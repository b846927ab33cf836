// The page of `lauter review`. Rows come from the server in pieces; every text of a row is set as text, never as HTML.
// Offsets are UTF-16 units of the text that is shown, which is what strings of JavaScript count.
"use strict";

const $ = (id) => document.getElementById(id);
const QUEUES = {
  unsure: "unsure first", rules: "by rule", random: "random edits", kept: "random kept rows", held: "held back",
  large: "large changes", search: "search", disagreements: "disagreements",
};
const OF_EDITS = new Set(["unsure", "rules", "random"]);
const SCOPES = { here: "here", value: "this value", rule: "this rule" };
const VERDICTS = { right: "right", stay: "should stay", label: "other label", words: "other words", missed: "missed" };
// Characters that show nothing or turn the order of others around. Tabs and line ends are shown as they are; joiners
// (U+200C, U+200D) shape letters and emoji.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g;
const HIDDEN_OR_END = new RegExp(`${HIDDEN.source}|\\n`, "g");
const NAMES = { "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI",
  "\u2068": "FSI", "\u2069": "PDI", "\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM", "\u200b": "ZWSP", "\ufeff": "BOM", "\r": "CR",
  "\u0000": "NUL", "\u001b": "ESC", "\u00ad": "SHY", "\u2060": "WJ" };

const state = {
  token: "", summary: null, queue: [], after: null, total: null, at: -1, asked: 0,
  row: null, op: null, scope: "here", leaves: [], rows: new Map(),
};

// ---- the server ----

async function api(path, body) {
  const headers = { "X-Lauter-Token": state.token };
  if (body) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers });
  } catch {
    throw new Error("lauter review has ended: start it again, and open its new address");
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || "the server did not answer");
  return answer;
}

function rowOf(row, op) {
  const key = op === null ? `${row}` : `${row}/${op}`;
  if (!state.rows.has(key)) {
    const coming = api(`api/row/${row}` + (op === null ? "" : `?op=${op}`));
    coming.catch(() => state.rows.delete(key));
    state.rows.set(key, coming);
    if (state.rows.size > 40) state.rows.delete(state.rows.keys().next().value);
  }
  return state.rows.get(key);
}

// ---- pieces of the page ----

function h(tag, about = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function say(words) { $("live").textContent = words; }

let toastTimer = 0;
function toast(words) {
  $("toast").textContent = words;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 5000);
}

const number = (n) => Number(n).toLocaleString("en");
const short = (text, size) => text.length > size ? [...text].slice(0, size - 1).join("") + "…" : text;
// A line of the chrome shows no text of a row as it is: what is hidden or turns the order is written out.
const plain = (text) => text.replace(HIDDEN, (sign) => `<${nameOf(sign)}>`);
const nameOf = (sign) => NAMES[sign] || "U+" + sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

/** Appends text that begins at offset `at` of its text; each piece is a leaf that a selection can be measured by. `gone`: it is deleted,
    and so its line ends must show. */
function appendText(parent, text, at, field, gone = false) {
  let done = 0;
  const put = (end) => {
    if (end <= done) return;
    const node = document.createTextNode(text.slice(done, end));
    state.leaves.push({ node, field, start: at + done, end: at + end, whole: false });
    parent.append(node);
  };
  for (const match of text.matchAll(gone ? HIDDEN_OR_END : HIDDEN)) {
    put(match.index);
    if (match[0] === "\n") {
      parent.append(h("span", { class: "sign end" }, "↵"));
      done = match.index;
      continue;
    }
    const node = h("span", { class: "sign", title: "U+" + match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0") }, nameOf(match[0]));
    done = match.index + match[0].length;
    state.leaves.push({ node, field, start: at + match.index, end: at + done, whole: true });
    parent.append(node);
  }
  put(text.length);
}

/** Text without leaves: what is not of the row. */
function appendSigns(parent, text) {
  let done = 0;
  for (const match of text.matchAll(HIDDEN)) {
    parent.append(text.slice(done, match.index), h("span", { class: "sign" }, nameOf(match[0])));
    done = match.index + match[0].length;
  }
  parent.append(text.slice(done));
}

// ---- a row ----

function markOf(op) { return state.row.marks.ops[op] || null; }

function showRow() {
  const row = state.row;
  state.leaves = [];
  const states = { kept: "kept", edited: "edited", rejected: "held back" };
  $("head").replaceChildren(
    h("span", { class: "id" }, plain(short(row.id, 80))), h("span", { class: "place" }, `${plain(row.file)} : ${row.number}`),
    h("span", { class: "facts" }, h("span", { class: `chip ${row.state}` }, states[row.state]),
      row.state === "rejected" ? "" : ` ${row.verified ? "verified" : "not verified"} · ${row.rounds} round${row.rounds === 1 ? "" : "s"}`,
      row.share === null ? "" : ` · ${(100 * row.share).toFixed(row.share < 0.1 ? 1 : 0)} % of the text`));
  const notes = [];
  if (row.state === "rejected") notes.push(`Held back: ${row.reason || "no reason given"}.`);
  for (const cause of row.dropped) notes.push(`Dropped by ${cause.rule}.`);
  if (row.source === "data") notes.push(`The original is not to be had: ${row.why}. What was taken out shows as blocks.`);
  if (row.source === "none") notes.push(`The text is not to be had${row.why ? ": " + row.why : ""}.`);
  if (row.n_ops > row.ops.length) notes.push(`${number(row.n_ops)} edits; ${number(row.ops.length)} of them are shown.`);
  $("note").textContent = plain(notes.join(" "));
  $("note").hidden = notes.length === 0;
  const texts = $("texts");
  texts.replaceChildren();
  row.texts.forEach((text, i) => {
    if (text.field !== null) texts.append(h("div", { class: "field" }, plain(text.field)));
    texts.append(textElement(text, i));
  });
  if (row.texts.length === 0) texts.append(...row.ops.map((op) => h("p", { class: "text" }, editElement(op, null))));
  texts.scrollTop = 0;
  showEdits();
}

const CODE = /\.(py|js|ts|tsx|jsx|java|c|cc|cpp|h|hpp|go|rs|rb|php|sh|sql|yaml|yml|toml|json|ini|cfg|log)(\.gz|\.zst)?$/;

function textElement(text, i) {
  const element = h("div", { class: CODE.test(state.row.file) || /\n {4,}|\n\t|[{};]\n/.test(text.windows[0]?.[1] || "") ? "text code" : "text", dir: "auto" });
  const ops = state.row.ops.filter((op) => op.text === i);
  const missed = state.row.marks.missed.filter((mark) => mark.text === i).sort((a, b) => a.start - b.start);
  let shown = 0;
  for (const [start, content] of text.windows) {
    if (start > shown) element.append(gap(i, shown, start));
    appendWindow(element, content, start, ops, missed, i);
    shown = start + content.length;
  }
  if (shown < text.length) element.append(gap(i, shown, text.length));
  return element;
}

/** One piece of a text, [start, start + content.length), with the edits and marks in it. */
function appendWindow(element, content, start, ops, missed, field) {
  const end = start + content.length;
  const slice = (from, to) => content.slice(from - start, to - start);
  let at = start;
  const plainTo = (to) => {
    for (const mark of missed) {
      if (mark.end <= at || mark.start >= to) continue;
      const from = Math.max(mark.start, at);
      appendText(element, slice(at, from), at, field);
      const span = h("span", { class: "missed", title: `missed: ${mark.label}` });
      appendText(span, slice(from, Math.min(mark.end, to)), from, field);
      element.append(span);
      at = Math.min(mark.end, to);
    }
    appendText(element, slice(at, to), at, field);
    at = to;
  };
  for (const op of ops) {
    const from = Math.max(op.start, at), to = Math.min(op.end, end);
    if (op.end < start || op.start > end || from > to) continue;
    plainTo(from);
    element.append(editElement(op, { content: slice(from, to), at: from, field, last: op.end <= end }));
    at = Math.max(to, at);
  }
  plainTo(end);
}

/** What an edit takes and what it puts there. `piece`: the part of it that is shown; null: the text is not to be had. */
function editElement(op, piece) {
  const mark = markOf(op.op);
  const now = state.op === op.op;
  const span = h("span", { class: `edit${now ? " is-now" : ""}${mark && mark.decision ? " is-" + mark.decision : ""}`, "data-op": op.op,
    onclick: () => { if (getSelection().isCollapsed) choose(op.op); } });
  const original = state.row.source === "input" || state.row.source === "log";
  if (original && piece) {
    if (piece.content) {
      const gone = h("del");
      appendText(gone, piece.content, piece.at, piece.field, true);
      span.append(gone);
    }
    if (piece.last) appendStandIn(span, op, mark);
  } else {
    span.append(h("del", { title: `${op.bytes} bytes` }, h("span", { class: "was" }, "▇".repeat(Math.max(1, Math.min(12, Math.round(op.bytes / 2)))))));
    appendStandIn(span, op, mark);
  }
  return span;
}

function appendStandIn(span, op, mark) {
  const words = mark && mark.decision === "words" ? mark.with : op.with;
  if (!words) return;
  const put = h("ins");
  appendSigns(put, words);
  span.append(put);
}

function gap(text, start, end) {
  return h("button", { type: "button", class: "gap", onclick: () => run(async () => {
    const piece = await api(`api/text/${state.row.row}?text=${text}&start=${start}&end=${end}`);
    const windows = state.row.texts[text].windows;
    const before = windows.findIndex(([from]) => from > piece.start);
    windows.splice(before < 0 ? windows.length : before, 0, [piece.start, piece.text.slice(0, end - piece.start)]);
    showRow();
    showNow();
  }) }, `… ${number(end - start)} characters …`);
}

function showEdits() {
  const row = state.row;
  const items = row.ops.map((op, i) => {
    const mark = markOf(op.op);
    const decision = mark && mark.decision;
    const verdict = !decision ? "" : decision === "label" ? mark.label : VERDICTS[decision];
    return h("li", {}, h("button", { type: "button", class: decision ? `is-${decision}` : "", "data-op": op.op,
      "aria-current": String(op.op === state.op), onclick: () => choose(op.op) },
      h("span", { class: "n" }, String(row.first_op + i + 1)), h("span", { class: "name" }, op.label),
      h("span", { class: "verdict" }, verdict ? (mark.here ? "✓ " : "≈ ") + verdict : ""),
      h("span", { class: "rule" }, `${op.rule}  ${op.score.toFixed(2)}`),
      mark && mark.scope && mark.scope !== "here" ? h("span", { class: "verdict" }, SCOPES[mark.scope]) : null,
      op.reason ? h("span", { class: "why" }, plain(op.reason)) : null,
      mark && mark.against.length ? h("span", { class: "against" }, `${mark.against.join(", ")}: otherwise`) : null));
  });
  for (const mark of row.marks.missed) {
    items.push(h("li", {}, h("button", { type: "button", class: "is-missed", title: "take this mark back", onclick: () => run(() => undo(mark.line)) },
      h("span", { class: "n" }, "+"), h("span", { class: "name" }, mark.label), h("span", { class: "verdict" }, "missed ×"))));
  }
  if (items.length === 0) items.push(h("li", { class: "none" }, "No edits in this row."));
  $("edits").replaceChildren(...items);
}

/** Marks the current edit, in the text and the list, and what can be decided about it. */
function showNow() {
  const op = currentOp();
  for (const element of document.querySelectorAll(".edit")) element.classList.toggle("is-now", op !== null && Number(element.dataset.op) === op.op);
  for (const element of document.querySelectorAll("#edits button[data-op]")) element.setAttribute("aria-current", String(op !== null && Number(element.dataset.op) === op.op));
  const inText = document.querySelector(".edit.is-now"), inList = document.querySelector('#edits [aria-current="true"]');
  if (inText) inText.scrollIntoView({ block: "nearest" });
  if (inList) inList.scrollIntoView({ block: "nearest" });
  showActions();
}

function showActions() {
  const row = state.row, op = currentOp();
  const mark = !row ? null : op ? markOf(op.op) : row.marks.row;
  const decided = mark && mark.decision;
  const subject = $("subject");
  if (!row) subject.replaceChildren();
  else if (op) subject.replaceChildren(h("b", {}, op.label), h("span", { class: "quiet" }, `${op.rule} · score ${op.score.toFixed(2)}${op.with ? "" : " · deleted"}`));
  else subject.replaceChildren(h("b", {}, row.state === "kept" ? "Kept as it is" : row.state === "rejected" ? "Held back" : "The row as a whole"),
    h("span", { class: "quiet" }, row.state === "kept" ? "read it: was something missed?" : row.state === "rejected" ? "was it right to hold it back?" : ""));
  const button = (key, verdict, words, wide) => h("button", { type: "button", "data-key": key, class: wide ? "wide" : null,
    "aria-pressed": String(decided === verdict), disabled: !row, onclick: () => press(key) }, h("span", {}, words), h("kbd", {}, key));
  $("verdicts").replaceChildren(...(op || !row
    ? [button("a", "right", "right"), button("r", "stay", "should stay"), button("l", "label", "label…"), button("w", "words", "other words…")]
    : [button("a", "right", row.state === "kept" ? "nothing missed" : "right", true), ...(row.state === "kept" ? [] : [button("r", "stay", "should stay", true)])]));
  $("scope").replaceChildren(h("kbd", {}, "v"), ...Object.entries(SCOPES).map(([scope, words]) =>
    h("button", { type: "button", role: "radio", "aria-checked": String(state.scope === scope), disabled: !op, onclick: () => setScope(scope) }, words)));
}

function showFigures(figures) {
  const honest = figures.random.length > 0;
  const rows = honest ? figures.random : figures.edits;
  const share = (x) => x.toFixed(2);
  const parts = [h("span", { class: "what" }, honest ? "precision, random edits" : rows.length ? "judged so far, no sample" : "nothing judged yet")];
  for (const row of rows.slice(0, 12)) {
    parts.push(h("span", {}, `${row.label} ${row.right}/${row.judged} `, h("b", {}, share(row.right / row.judged)),
      h("span", { class: "quiet" }, ` (${share(row.low)}–${share(row.high)})`)));
  }
  if (figures.kept.rows) {
    parts.push(h("span", {}, `missed in ${figures.kept.rows} kept rows: `, h("b", {}, String(figures.kept.with_missed)),
      h("span", { class: "quiet" }, ` (${(100 * figures.kept.low).toFixed(1)}–${(100 * figures.kept.high).toFixed(1)} %)`)));
  }
  $("figures").replaceChildren(...parts);
  if (figures.saved) $("saved").textContent = "saved " + new Date(figures.saved).toLocaleTimeString("en-GB");
}

function showCount() {
  const n = state.queue.length, done = state.queue.filter((item) => item.done).length;
  $("count").textContent = n ? `${Math.min(state.at + 1, n)} / ${n}${state.after ? "+" : ""}` : "0 / 0";
  $("count").title = `${done} judged of ${state.total === null ? n : Math.min(n, state.total)} here`;
  $("done").value = n ? done / n : 0;
}

function showEmpty(words, more) {
  state.row = null;
  state.op = null;
  state.leaves = [];
  $("head").replaceChildren(h("span", { class: "quiet" }, "—"));
  $("note").hidden = true;
  $("edits").replaceChildren();
  $("texts").replaceChildren(h("p", { class: "quiet" }, words), more ? h("button", { type: "button", class: "main", "data-key": "n", onclick: () => press("n") }, "Go on ", h("kbd", {}, "n")) : "");
  showActions();
  showCount();
}

// ---- where the person is ----

function currentOp() {
  return state.row === null || state.op === null ? null : state.row.ops.find((op) => op.op === state.op) || null;
}

function choose(op) {
  state.op = op;
  state.scope = "here";
  showNow();
}

async function loadQueue(after) {
  const query = new URLSearchParams({ strategy: $("strategy").value, label: $("label").value, rule: $("rule").value,
    q: $("strategy").value === "search" ? $("find").value : "", after: after || "", limit: "200" });
  const asked = ++state.asked;
  const page = await api(`api/queue?${query}`);
  if (asked !== state.asked) return;
  state.queue = page.items;
  state.after = page.after;
  state.total = page.total;
  const first = page.items.findIndex((item) => !item.done);
  if (page.items.length === 0) {
    state.at = -1;
    showEmpty($("strategy").value === "search" && !$("find").value && !$("label").value && !$("rule").value
      ? "Type an id, a label or a rule above." : "Nothing is in this queue.");
  } else if (first < 0) {
    state.at = page.items.length;
    showEmpty(`All ${page.items.length} here are judged.`, page.after !== null);
  } else {
    await goTo(first);
  }
}

async function goTo(at, last = false) {
  if (at >= state.queue.length) {
    state.at = state.queue.length;
    const open = state.queue.filter((item) => !item.done).length;
    showEmpty(state.after !== null ? "The end of this part of the queue." : open ? `The end of the queue; ${open} of it are not judged.` : "The end of the queue: all of it is judged.", state.after !== null);
    return;
  }
  const item = state.queue[at];
  const row = await rowOf(item.row, item.op);
  state.at = at;
  const same = state.row === row;
  state.row = row;
  state.scope = "here";
  const undecided = row.ops.find((op) => !(markOf(op.op) || {}).decision);
  if (item.op !== null && row.ops.some((op) => op.op === item.op)) state.op = item.op;
  else state.op = row.ops.length === 0 ? null : last ? row.ops[row.ops.length - 1].op : (undecided || row.ops[0]).op;
  if (!same || $("texts").childElementCount === 0) showRow();
  showNow();
  showCount();
  say(currentOp() ? `${row.id}: ${currentOp().label}, edit ${row.ops.indexOf(currentOp()) + 1} of ${row.ops.length}` : `${row.id}: ${row.state}`);
  for (const next of state.queue.slice(at + 1, at + 4)) rowOf(next.row, next.op).catch(() => {});
}

async function nextEdit(step) {
  if (state.row === null) return step > 0 ? nextRow(1) : goTo(Math.max(0, state.queue.length - 1), true);
  const at = state.row.ops.findIndex((op) => op.op === state.op) + step;
  if (state.op !== null && at >= 0 && at < state.row.ops.length) return choose(state.row.ops[at].op);
  if (state.op !== null && at === state.row.ops.length && state.row.first_op + at < state.row.n_ops) return jump(state.op + 1);
  if (state.op !== null && at < 0 && state.row.first_op > 0) return jump(state.op - 1);
  if (step > 0) return nextRow(1);
  if (state.at > 0) return nextRow(-1, true);
}

/** To an edit of a long row that is not among those that are here. */
async function jump(op) {
  state.row = await rowOf(state.row.row, op);
  state.op = state.row.ops.some((one) => one.op === op) ? op : state.row.ops[0].op;
  showRow();
  showNow();
}

async function nextRow(step, last = false) {
  if (state.at >= state.queue.length && step > 0) {
    if (state.after !== null) await loadQueue(state.after);
    return;
  }
  const here = state.row && state.at >= 0 && state.at < state.queue.length ? state.queue[state.at].row : null;
  let at = state.at + step;
  while (at > 0 && at < state.queue.length && state.queue[at].row === here) at += step;
  if (at >= 0) await goTo(at, last);
}

/** To what is to be judged after a judgement. */
async function goOn() {
  const item = state.queue[state.at];
  if (!item) return;
  if (!OF_EDITS.has($("strategy").value) && state.row) {
    const from = state.row.ops.findIndex((op) => op.op === state.op);
    const open = state.row.ops.slice(from + 1).find((op) => !(markOf(op.op) || {}).decision);
    if (state.op !== null && open) return choose(open.op);
  }
  let at = state.at + 1;
  while (at < state.queue.length && state.queue[at].done) at++;
  await goTo(at);
}

// ---- what the person decides ----

function setScope(scope) {
  const op = currentOp(), mark = op && markOf(op.op);
  state.scope = scope;
  showActions();
  // A judgement that is there is made again for what it is for now.
  if (mark && mark.here && mark.decision && mark.scope !== scope) {
    run(() => decide({ decision: mark.decision, label: mark.label, with: mark.with }, false));
  }
}

async function decide(wish, go = true) {
  const op = currentOp();
  const body = { row: state.row.row, op: op ? op.op : null, scope: op ? state.scope : "here", queue: $("strategy").value, ...wish };
  const answer = await api("api/decision", body);
  taken(answer);
  const item = state.queue[state.at];
  if (item && item.row === answer.row && (item.op === null || item.op === body.op)) item.done = true;
  if (body.scope !== "here") forgetRows();
  refresh();
  say(`${VERDICTS[wish.decision]}${body.scope === "here" ? "" : ", " + SCOPES[body.scope]}`);
  if (go) await goOn();
}

function taken(answer) {
  if (state.row && answer.row === state.row.row && answer.marks) state.row.marks = answer.marks;
  for (const [key, coming] of state.rows) {
    if (Number(key.split("/")[0]) === answer.row) coming.then((row) => { if (answer.marks) row.marks = answer.marks; }, () => {});
  }
  showFigures(answer.figures);
  showCount();
}

/** Other rows may look otherwise now. */
function forgetRows() {
  const here = state.row;
  state.rows.clear();
  if (here) state.rows.set(`${here.row}`, Promise.resolve(here));
}

/** Draws the row again where it is. */
function refresh() {
  const top = $("texts").scrollTop;
  showRow();
  $("texts").scrollTop = top;
  showNow();
}

async function undo(line) {
  const answer = await api("api/undo", line === undefined ? {} : { line });
  forgetRows();
  taken(answer);
  const at = state.queue.findIndex((item) => item.row === answer.row && (item.op === null || answer.op === null || item.op === answer.op));
  if (at >= 0) state.queue[at].done = false;
  if (at >= 0 && (state.row === null || state.row.row !== answer.row || line === undefined)) {
    state.rows.delete(`${answer.row}`);
    state.row = null;
    await goTo(at);
    if (answer.op !== null && state.row.ops.some((op) => op.op === answer.op)) choose(answer.op);
  } else if (state.row) {
    refresh();
  }
  say("taken back");
}

function selected() {
  const selection = getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  let found = null;
  for (const leaf of state.leaves) {
    if (!range.intersectsNode(leaf.node)) continue;
    let { start, end } = leaf;
    if (!leaf.whole) {
      if (leaf.node === range.endContainer) end = leaf.start + range.endOffset;
      if (leaf.node === range.startContainer) start = leaf.start + range.startOffset;
      if (end <= start) continue;
    }
    if (found && found.text !== leaf.field) return found;
    found = found ? { ...found, end } : { text: leaf.field, start, end };
  }
  return found && trimmed(found);
}

/** Without white space at its ends, and never half of a pair of surrogates. */
function trimmed(place) {
  const at = (offset) => {
    for (const [start, content] of state.row.texts[place.text].windows) {
      if (offset >= start && offset < start + content.length) return content[offset - start];
    }
    return "";
  };
  let { start, end } = place;
  while (start < end && /\s/.test(at(start))) start++;
  while (end > start && /\s/.test(at(end - 1))) end--;
  if (/[\udc00-\udfff]/.test(at(start)) && /[\ud800-\udbff]/.test(at(start - 1))) start--;
  if (/[\ud800-\udbff]/.test(at(end - 1)) && /[\udc00-\udfff]/.test(at(end))) end++;
  return start < end ? { ...place, start, end } : null;
}

function contentOf(place) {
  for (const [start, content] of state.row.texts[place.text].windows) {
    if (place.start >= start && place.end <= start + content.length) return content.slice(place.start - start, place.end - start);
  }
  return "";
}

async function markMissed() {
  if (!state.row) return;
  let place = selected();
  if (!place) {
    const words = await ask({ title: "What was missed?", about: "Type it as it stands in the text; or select it, and press m.", value: "" });
    if (words === null || !words.trim()) return;
    place = findText(words.trim());
    if (!place) return toast("This does not stand in the text that is shown, beside its edits.");
  }
  const label = await askLabel("Missed: which label?", short(plain(contentOf(place)), 120));
  if (label === null) return;
  await decide({ op: null, decision: "missed", scope: "here", label, text: place.text, start: place.start, end: place.end }, false);
  getSelection().removeAllRanges();
}

function findText(words) {
  for (const [text, about] of state.row.texts.entries()) {
    for (const [start, content] of about.windows) {
      for (let at = content.indexOf(words); at >= 0; at = content.indexOf(words, at + 1)) {
        const place = { text, start: start + at, end: start + at + words.length };
        const taken = [...state.row.ops.filter((op) => op.text === text), ...state.row.marks.missed.filter((mark) => mark.text === text)];
        if (!taken.some((one) => one.start < place.end && place.start < one.end)) return place;
      }
    }
  }
  return null;
}

// ---- dialogs ----

let answering = null;

/** Asks for a word; with `choices` for one of them. Null: the person thought better of it. */
function ask({ title, about, value, choices }) {
  const dialog = $("ask"), input = $("ask-input"), list = $("ask-list");
  $("ask-title").textContent = title;
  $("ask-about").textContent = about || "";
  input.value = value;
  list.hidden = !choices;
  let shown = [], at = 0;
  const draw = () => {
    if (!choices) return;
    const wanted = input.value.trim().toUpperCase().replace(/[\s-]+/g, "_");
    shown = choices.filter(([name]) => name.includes(wanted)).sort((a, b) => Number(b[0].startsWith(wanted)) - Number(a[0].startsWith(wanted))).slice(0, 60);
    at = Math.min(at, Math.max(0, shown.length - 1));
    list.replaceChildren(...shown.map(([name, hint], i) => h("li", { role: "option", id: `ask-${i}`, "aria-selected": String(i === at),
      onclick: () => { at = i; dialog.close("ok"); } }, h("span", {}, name), h("span", { class: "quiet" }, hint))));
    input.setAttribute("aria-activedescendant", shown.length ? `ask-${at}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  input.oninput = () => { at = 0; draw(); };
  input.onkeydown = (event) => {
    if (choices && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      at = Math.max(0, Math.min(shown.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
      draw();
    }
  };
  draw();
  return new Promise((answer) => {
    answering = answer;
    dialog.onclose = () => {
      answering = null;
      const ok = dialog.returnValue === "ok";
      dialog.returnValue = "";
      answer(!ok ? null : choices ? (shown[at] ? shown[at][0] : null) : input.value);
    };
    dialog.showModal();
    input.focus();
    input.select();
  });
}

function askLabel(title, about) {
  const used = state.summary.labels;
  const choices = state.summary.categories.map((name) => [name, used[name] ? number(used[name]) : ""]);
  choices.sort((a, b) => (used[b[0]] || 0) - (used[a[0]] || 0) || a[0].localeCompare(b[0]));
  return ask({ title, about, value: "", choices });
}

// ---- keys ----

let chain = Promise.resolve();
/** One thing after the other: a fast typist's keys wait for the judgement before them. */
function run(work) {
  chain = chain.then(work).catch((error) => toast(error.message));
  return chain;
}

const KEYS = {
  a: () => state.row && decide({ decision: "right" }),
  r: () => state.row && (currentOp() || state.row.state !== "kept") && decide({ decision: "stay" }),
  l: async () => {
    const op = currentOp();
    if (!op) return;
    const label = await askLabel("Which label is right?", `now ${op.label}`);
    if (label !== null) await decide({ decision: "label", label });
  },
  w: async () => {
    const op = currentOp();
    if (!op) return;
    const words = await ask({ title: "Which words instead?", about: "They are kept in the file of decisions: write nothing private. Empty: delete.", value: op.with });
    if (words !== null) await decide({ decision: "words", with: words });
  },
  v: () => {
    if (!currentOp()) return;
    const scopes = Object.keys(SCOPES);
    setScope(scopes[(scopes.indexOf(state.scope) + 1) % scopes.length]);
  },
  m: markMissed,
  u: () => undo(),
  j: () => nextEdit(1),
  k: () => nextEdit(-1),
  n: () => nextRow(1),
  p: () => nextRow(-1),
  "/": () => { $("find").focus(); $("find").select(); },
  "?": () => { $("help").showModal(); },
};

function press(key) { return run(() => KEYS[key]()); }

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const on = event.target;
  if (on instanceof HTMLInputElement || on instanceof HTMLSelectElement) {
    if (event.key === "Escape") on.blur();
    return;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!(key in KEYS)) return;
  event.preventDefault();
  press(key);
});

for (const button of document.querySelectorAll("button[data-key]")) {
  // The selection must live through the press.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => press(button.dataset.key));
}
$("ask-form").addEventListener("submit", (event) => { event.preventDefault(); $("ask").close("ok"); });
$("ask-cancel").addEventListener("click", () => $("ask").close(""));

// ---- the begin ----

function options(select, entries, chosen) {
  select.replaceChildren(...entries.map(([value, words]) => h("option", { value, selected: value === chosen }, words)));
}

function fillRules() {
  const label = $("label").value;
  const rules = Object.entries(state.summary.rules).filter(([, about]) => !label || about.label === label).sort((a, b) => b[1].edits - a[1].edits);
  options($("rule"), [["", "all"], ...rules.map(([name, about]) => [name, `${name}  ${number(about.edits)}`])], "");
}

function remember() {
  const { strategy, label, rule, find } = Object.fromEntries(["strategy", "label", "rule", "find"].map((id) => [id, $(id).value]));
  sessionStorage.setItem("lauter filters", JSON.stringify({ strategy, label, rule, find }));
}

function filtersChanged() {
  remember();
  $("row").focus({ preventScroll: true });
  return run(() => loadQueue(""));
}

$("strategy").addEventListener("change", () => { $("strategy").blur(); filtersChanged(); });
$("label").addEventListener("change", () => { $("label").blur(); fillRules(); filtersChanged(); });
$("rule").addEventListener("change", () => { $("rule").blur(); filtersChanged(); });
$("filters").addEventListener("submit", (event) => { event.preventDefault(); $("find").blur(); $("strategy").value = "search"; filtersChanged(); });

async function begin() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    // Not in the address any more, where a screenshot or a bookmark would keep it.
    sessionStorage.setItem("lauter token", given);
    history.replaceState(null, "", location.pathname);
  }
  state.token = sessionStorage.getItem("lauter token") || "";
  const summary = state.summary = await api("api/summary");
  const name = summary.out.replace(/\/+$/, "").split("/").pop();
  document.title = `${name} · lauter review`;
  $("run").textContent = name;
  $("about").textContent = ` ${summary.recipe} ${summary.hash.slice(0, 4)}… · ${number(summary.rows.in)} rows · ${number(summary.edits)} edits`;
  $("run").parentElement.title = `${summary.out}\nrecipe ${summary.recipe} ${summary.hash}\ndecisions: ${summary.decisions}`;
  const kept = JSON.parse(sessionStorage.getItem("lauter filters") || "{}");
  const strategies = summary.strategies.filter((one) => one !== "disagreements" || summary.reviewers > 1);
  options($("strategy"), strategies.map((one) => [one, QUEUES[one]]), kept.strategy || summary.strategy);
  const labels = Object.entries(summary.labels).sort((a, b) => b[1] - a[1]);
  options($("label"), [["", "all"], ...labels.map(([label, n]) => [label, `${label}  ${number(n)}`])], kept.label || "");
  fillRules();
  if (kept.rule) $("rule").value = kept.rule;
  $("find").value = kept.find || "";
  if (summary.n_missing) toast(`${summary.n_missing} of the inputs cannot be read; their rows show without what was taken out.`);
  await Promise.all([loadQueue(""), api("api/figures").then(showFigures)]);
}

showActions();
run(begin).then(() => { document.documentElement.dataset.ready = "1"; });
