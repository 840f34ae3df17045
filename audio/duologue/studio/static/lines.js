// The script as a person sees it: lines in their speaker's colour, what was left out, and the bar of one line.
import { byId, colourOf, el, NARRATOR, shown, t } from "./base.js";

export const list = byId("lines");
export const lineAt = (number) => list.querySelector(`.line[data-n="${number}"]`);

const textOf = (line) => {
  const pieces = [];
  let at = 0;
  for (const one of line.readings) {
    pieces.push(line.text.slice(at, one.start), el("mark", { title: t("said_as", { say: one.say }) }, line.text.slice(one.start, one.end)));
    at = one.end;
  }
  return [...pieces, line.text.slice(at)];
};

const marksOf = (line) => [
  line.pause_ms ? t("pause_of", { ms: line.pause_ms }) : "",
  line.pace ? t("pace_of", { percent: (line.pace > 0 ? "+" : "") + line.pace }) : "",
].filter(Boolean).join(" · ");

const leftOut = (script, after, restore) => {
  const found = script.dropped.filter((one) => one.after === after);
  if (!found.length) return null;
  return el("li", { class: "left-out" }, el("details", {},
    el("summary", {}, t("left_out", { count: found.length, reasons: [...new Set(found.map((one) => one.reason))].join(", ") })),
    el("ul", {}, found.map((one) => el("li", {},
      el("span", {}, one.reason), el("span", { class: "text" }, one.text.slice(0, 300)),
      el("button", { onclick: () => restore(one.number) }, t("bring_back")))))));
};

export const showLines = (script, actions) => {
  const made = [leftOut(script, -1, actions.restore)];
  let speaker = null;
  for (const line of script.lines) {
    const heading = line.speaker === null;
    const opens = !heading && (line.speaker !== speaker || line.opens);
    made.push(el("li", {
      class: `line ${heading ? "heading" : colourOf(script, line.speaker)}${opens ? " opens" : ""}`,
      "data-n": line.number, tabindex: "-1",
    },
    opens ? el("span", { class: "who" }, shown(line.speaker)) : el("span", { class: "hidden" }, heading ? t("heading") : shown(line.speaker)),
    el("div", { class: "text", lang: script.language, dir: "auto" }, heading && !line.text ? t("untitled") : textOf(line)),
    marksOf(line) ? el("div", { class: "marks" }, marksOf(line)) : null,
    line.doubts.map((message) => el("div", { class: "doubt" }, `⚑ ${message}`))));
    made.push(leftOut(script, line.number, actions.restore));
    speaker = heading ? null : line.speaker;
  }
  list.replaceChildren(...made.filter(Boolean));
};

// The offset of the caret, or the selection, in a line's text; null where there is none.
export const selectionIn = (number) => {
  const text = lineAt(number)?.querySelector(".text"), selection = getSelection();
  if (!text || !selection.rangeCount || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return null;
  const range = selection.getRangeAt(0), before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { start, end: start + range.toString().length };
};

const button = (label, key, onclick, more = {}) =>
  el("button", { onclick, ...more }, label, " ", key ? el("kbd", {}, key) : null);

// The bar of the chosen line: who says it, and what can be done with it.
export const bar = (script, line, scope, actions) => {
  const people = [...script.speakers.map((one) => one.name), NARRATOR];
  const scopes = el("select", { "aria-label": t("scope"), onchange: (event) => actions.scope(event.target.value) },
    ["line", "onward", "label"].map((one) => el("option", { value: one, selected: one === scope }, t(`scope_${one}`))));
  const heading = line.speaker === null;
  const group = (...buttons) => el("div", { class: "group" }, ...buttons);
  return el("div", { class: "bar", role: "toolbar", "aria-label": t("line_tools") },
    heading ? null : group(people.map((name, at) => el("button", {
      class: `to ${colourOf(script, name)}`, "aria-pressed": String(name === line.speaker), onclick: () => actions.who(name),
    }, shown(name), " ", el("kbd", {}, name === NARRATOR ? "0" : at < 9 ? String(at + 1) : ""))),
    button(t("somebody_else"), "w", actions.somebody), scopes),
    group(
      line.doubts.length ? button(t("is_right"), "y", actions.settle, { class: "main" }) : null,
      heading ? null : button(t("hear_line"), "a", actions.hear),
      button(t("hear_from"), "Enter", actions.play),
      heading ? null : button(t("say_so"), "r", actions.reading, { title: t("say_so_how") }),
      heading ? null : button(t("pace"), "t", actions.pace),
      heading ? null : button(t("pause_before"), "p", actions.pause)),
    group(
      button(t("edit"), "e", actions.edit),
      button(t("drop"), "d", actions.drop),
      heading ? null : button(t("split"), "s", actions.split, { title: t("split_how") }),
      heading ? null : button(t("join"), "b", actions.join),
      button(heading ? t("paragraph") : t("heading"), "h", actions.heading)));
};
