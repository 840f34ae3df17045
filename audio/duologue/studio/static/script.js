// The script page: what a person does with lines and people becomes an edit of script.md.
import { ask, attempt, byId, el, NARRATOR, Problem, colourOf, t, tell } from "./base.js";
import { bar, lineAt, list, selectionIn, showLines } from "./lines.js";
import { isPlaying, playFrom, playSample } from "./player.js";

let script = null, chosen = 0, scope = "line", caret = null, busy = Promise.resolve(), changed = () => {};
export const setUpScript = (onChanged) => { changed = onChanged; };
export const current = () => script;
export const chosenLine = () => (chosen > 0 ? chosen : -1);
const path = (rest = "") => `/episodes/${encodeURIComponent(script.slug)}${rest}`;
const line = () => script.lines[chosen];

export const load = async (slug) => {
  script = await ask("GET", `/episodes/${encodeURIComponent(slug)}`);
  chosen = 0;
  render();
};

// The script as it is now, if another window or program has changed it.
export const refresh = async (version) => {
  if (!script || script.version === version) return;
  await busy;
  if (script.version === version) return;
  script = await ask("GET", path());
  tell(t("changed_elsewhere"));
  render();
};

const take = (found, focus) => {
  script = found;
  chosen = Math.min(chosen, Math.max(0, script.lines.length - 1));
  render(focus);
  changed(script);
};

// One change after the other; each names the version that the person saw.
export const changing = (request, focus = false) => {
  busy = busy.then(() => attempt(async () => {
    try {
      take(await request(script.version), focus);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 409) throw problem;
      tell(problem.message, 12);
      take(await ask("GET", path()), focus);
    }
  }));
  return busy;
};
const change = (rest, json, focus = true) => changing((version) => ask("POST", path(rest), { json, version }), focus);
export const edit = (json, focus) => change("/edits", json, focus);
export const undo = () => change("/undo");
export const redo = () => change("/redo");

const render = (focus = false) => {
  byId("work-title").textContent = script.title;
  byId("facts").textContent = [script.source, script.language, t("lines", { count: script.lines.length })].filter(Boolean).join(" · ");
  byId("doubts").textContent = t(["no_doubts", "doubt"][script.doubts] ?? "doubts", { count: script.doubts });
  byId("next-doubt").disabled = !script.doubts;
  for (const name of ["undo", "redo"]) {
    byId(name).disabled = script[name] === null;
    byId(name).title = script[name] === null ? "" : t(`op_${script[name]}`);
  }
  showLines(script, { restore: (number) => edit({ op: "restore", dropped: number }) });
  showPeople();
  choose(chosen, { focus, scroll: false });
};

export const choose = (number, { focus = true, scroll = true } = {}) => {
  const old = list.querySelector(".line[aria-current]");
  if (old) { old.removeAttribute("aria-current"); old.tabIndex = -1; }
  list.querySelector(".bar")?.remove();
  chosen = Math.max(0, Math.min(number, script.lines.length - 1));
  caret = null;
  const item = lineAt(chosen);
  if (!item) return;
  item.setAttribute("aria-current", "true");
  item.tabIndex = 0;
  item.append(bar(script, line(), scope, actions));
  if (focus) item.focus({ preventScroll: true });
  if (scroll) item.scrollIntoView({ block: "center" });
};

const nextDoubt = () => {
  const found = script.lines.filter((one) => one.doubts.length);
  const next = found.find((one) => one.number > chosen) ?? found[0];
  if (next) choose(next.number);
};

// A small form at the end of the chosen line; `done` is given what was written.
const form = (label, value, done, { area = false, more = [] } = {}) => {
  const item = lineAt(chosen);
  item.querySelector("form")?.remove();
  const input = el(area ? "textarea" : "input", { value, id: "line-input", rows: area ? 4 : undefined, autocomplete: "off" });
  const close = () => { made.remove(); lineAt(chosen)?.focus({ preventScroll: true }); };
  const made = el("form", {
    class: "bar form",
    onsubmit: (event) => { event.preventDefault(); done(input.value); },
    onkeydown: (event) => {
      if (event.key === "Escape") { event.preventDefault(); close(); }
      if (event.key === "Enter" && (!area || event.ctrlKey || event.metaKey) && !event.isComposing && event.target === input) { event.preventDefault(); made.requestSubmit(); }
    },
  }, el("label", { for: "line-input" }, label), input, el("button", { class: "main" }, t("keep")),
  more.map((one) => one(input)), el("button", { type: "button", onclick: close }, t("cancel")));
  item.append(made);
  input.focus();
  return input;
};

const split = (at) => (at ? edit({ op: "split", line: chosen, at }) : tell(t("split_how")));
const actions = {
  scope: (value) => { scope = value; },
  who: (to) => {
    const given = scope;
    scope = "line";
    return edit({ op: "who", line: chosen, to, scope: given });
  },
  somebody: () => form(t("name"), "", (to) => to.trim() && actions.who(to.trim())),
  settle: () => change("/settled", { line: chosen }),
  play: () => playFrom(chosen),
  hear: () => playSample(`${path("/line")}?line=${chosen}&v=${Date.now()}`),
  edit: () => form(t("words_of"), line().written, (text) => edit({ op: "words", line: chosen, text }), {
    area: true,
    more: [(input) => line().written === line().text && line().speaker !== null
      && el("button", { type: "button", onclick: () => split(input.selectionStart) }, t("split_here"))],
  }),
  drop: () => edit({ op: "drop", line: chosen }),
  heading: () => edit({ op: "heading", line: chosen }),
  split: () => split((selectionIn(chosen) ?? caret)?.start),
  join: () => { const at = chosen; chosen = Math.max(0, chosen - 1); return change("/edits", { op: "join", line: at }); },
  pause: () => form(t("pause_ms"), String(line().pause_ms || 800), (value) =>
    edit({ op: "pause", line: chosen, milliseconds: Math.round(Number(value)) || 0 })),
  pace: () => form(t("pace_percent"), String(line().pace || -10), async (value) => {
    await edit({ op: "pace", line: chosen, percent: Math.round(Number(value)) || 0 });
    actions.hear();
  }),
  reading: () => {
    const place = selectionIn(chosen) ?? caret;
    if (!place || place.start === place.end) { tell(t("say_so_how")); return; }
    return sayIt(line(), place);
  },
};

// How a word is said: as a person writes it, or one of the ways there are; for this place, the episode or the show.
const sayIt = (of, place) => {
  const written = of.text.slice(place.start, place.end);
  const old = of.readings.find((one) => one.start === place.start && one.end === place.end);
  const ways = el("span", { class: "quiet", role: "status" });
  const where = el("select", { "aria-label": t("say_where") }, ["place", "episode", "show"].map((one) => el("option", { value: one }, t(`say_${one}`))));
  const input = form(t("say_so_of", { written }), old?.say ?? "", async (say) => {
    if (where.value === "show") {
      const found = await attempt(() => ask("POST", path("/lexicon"), { json: { written, say } }));
      if (!found) return;
      tell(t("kept_in", found));
      choose(of.number, { scroll: false });
    } else {
      await edit({ op: "reading", line: of.number, ...place, say, scope: where.value });
    }
    actions.hear();
  }, { more: [() => where, () => ways] });
  ask("GET", `${path("/readings")}?line=${of.number}&start=${place.start}&end=${place.end}`).then((found) => {
    ways.replaceChildren(found.said ? t("said_now", found) : "", ...found.choices.map((way) =>
      el("button", { type: "button", onclick: () => { input.value = way; input.focus(); } }, way)));
  }, () => {});
};

const showPeople = () => {
  byId("people").replaceChildren(...script.speakers.map((one) => {
    const others = script.speakers.filter((other) => other !== one);
    const name = el("input", { value: one.name, "aria-label": t("rename", { name: one.name }), size: "12" });
    return el("li", { class: colourOf(script, one.name) },
      el("span", { class: "name" }, one.name), el("span", { class: "quiet" }, t(one.role)),
      one.role === "interviewer" ? null : el("button", { onclick: () => edit({ op: "asks", speaker: one.name }, false) }, t("asks")),
      el("form", { onsubmit: (event) => { event.preventDefault(); edit({ op: "rename", speaker: one.name, to: name.value.trim() }, false); } },
        name, el("button", {}, t("rename_button"))),
      others.length ? el("select", {
        "aria-label": t("merge", { name: one.name }),
        onchange: (event) => event.target.value && edit({ op: "merge", speaker: one.name, into: event.target.value }, false),
      }, el("option", { value: "" }, t("same_as")), others.map((other) => el("option", { value: other.name }, other.name))) : null);
  }));
};

export const KEYS = [
  ["j ↓", "key_next"], ["k ↑", "key_before"], ["n", "key_doubt"], ["y", "is_right"], ["1 – 9, 0", "key_who"], ["o", "key_scope"],
  ["w", "somebody_else"], ["e", "edit"], ["d", "drop"], ["h", "heading"], ["s", "split"], ["b", "join"], ["p", "pause_before"],
  ["t", "pace"], ["r", "say_so"], ["a", "hear_line"], ["Enter", "hear_from"], ["Space", "play_pause"], ["u / U", "key_undo"], ["?", "shortcuts"],
];
const byKey = {
  j: () => choose(chosen + 1), ArrowDown: () => choose(chosen + 1), k: () => choose(chosen - 1), ArrowUp: () => choose(chosen - 1),
  n: nextDoubt, y: () => line().doubts.length && actions.settle(), w: actions.somebody, e: actions.edit, d: actions.drop,
  h: actions.heading, s: actions.split, b: actions.join, p: actions.pause, t: actions.pace, r: actions.reading, a: actions.hear,
  Enter: actions.play, u: undo, U: redo,
  o: () => { scope = { line: "onward", onward: "label", label: "line" }[scope]; choose(chosen, { scroll: false }); tell(t(`scope_${scope}`), 3); },
  0: () => actions.who(NARRATOR),
};
const ofSpeech = new Set(["w", "s", "b", "p", "t", "r", "a", "0"]);

// Whether the key means something here; it is done then.
export const onKey = (event) => {
  const at = Number(event.key) - 1;
  const speech = line()?.speaker !== null;
  if (at >= 0 && at < script.speakers.length && speech) { actions.who(script.speakers[at].name); return true; }
  if (!(event.key in byKey) || (ofSpeech.has(event.key) && !speech)) return false;
  byKey[event.key]();
  return true;
};

list.addEventListener("click", (event) => {
  const item = event.target.closest(".line");
  if (!item || event.target.closest("button, select, form, input, textarea, details")) return;
  const number = Number(item.dataset.n), place = selectionIn(number);
  if (number !== chosen) choose(number, { scroll: false });
  caret = place;
  if (isPlaying() && (!place || place.start === place.end)) playFrom(number);
});
list.addEventListener("mousedown", (event) => { if (event.target.closest(".bar")) caret = selectionIn(chosen) ?? caret; });
list.addEventListener("dblclick", (event) => { if (event.target.closest(".line .text") && event.altKey) actions.edit(); });
byId("next-doubt").addEventListener("click", nextDoubt);
// Words whose reading is a guess are marked at their lines.
byId("guesses").addEventListener("click", () => attempt(async () => {
  tell(t("guesses_coming"), 3);
  const found = await ask("GET", path("/guesses"));
  for (const old of list.querySelectorAll(".guess")) old.remove();
  for (const one of found) lineAt(one.line)?.querySelector(".text").after(el("div", { class: "guess quiet" }, `♪ ${one.message}`));
  tell(t(found.length ? "guesses_found" : "no_guesses", { count: found.length }));
  if (found.length) choose(found[0].line);
}));
byId("retitle").addEventListener("click", () => {
  const hidden = byId("title-form").toggleAttribute("hidden");
  byId("title-input").value = script.title;
  if (!hidden) byId("title-input").focus();
});
byId("title-form").addEventListener("submit", (event) => {
  event.preventDefault();
  byId("title-form").hidden = true;
  if (byId("title-input").value.trim()) edit({ op: "title", text: byId("title-input").value }, false);
});
byId("undo").addEventListener("click", undo);
byId("redo").addEventListener("click", redo);

// The line that is heard now is lit, and kept in sight.
export const light = (number, text = "") => {
  const says = (one) => one && one.text.includes(text);
  // The script may have changed since this was made: the line is found by its words.
  const found = number === null || number < 0 || says(script.lines[number]) ? number : script.lines.findIndex(says);
  const old = list.querySelector(".line.heard"), item = found === null ? null : lineAt(found);
  if (old === item) return;
  old?.classList.remove("heard");
  if (!item) return;
  item.classList.add("heard");
  const box = item.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight - 90) item.scrollIntoView({ block: "center" });
};

