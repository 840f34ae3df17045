// Finishing: chapters, cover, notes and what is said at the start; render, check, download.
import { address, ask, attempt, byId, clock, el, NARRATOR, onFile, t, tell } from "./base.js";
import { changing, current, edit } from "./script.js";

const path = (rest) => `/episodes/${encodeURIComponent(current().slug)}${rest}`;
const picture = (name, key) => address(path(`/files/${encodeURIComponent(name)}?${key}`));

export const showFinish = () => attempt(async () => {
  onRender(await ask("GET", path("/render")));
  const { episodes } = await ask("GET", "/episodes");
  const found = episodes.find((one) => one.slug === current().slug);
  const done = found && found.files;
  byId("check").hidden = !done;
  byId("finished").replaceChildren(...(done ? finished(found) : []));
  showChapters(found?.chapters ?? []);
  showCover(found);
  byId("notes").value = current().summary;
  byId("notes").placeholder = current().lines.find((one) => one.speaker === NARRATOR)?.text ?? current().title;
  showSaid(await ask("GET", path("/disclosure")));
});

const finished = (one) => [
  el("p", { class: one.state === "changed" ? "warn" : "good" }, one.state === "changed" ? t("state_changed_long") : t("finished", {
    time: clock(one.duration_ms), lufs: one.loudness_lufs?.toFixed(1), peak: one.true_peak_dbtp?.toFixed(1), engine: one.engine })),
  el("audio", { controls: true, preload: "none", "aria-label": one.title, src: address(path(`/files/${one.files.mp3}`)) }),
  el("div", { class: "bar" }, Object.entries(one.files).map(([kind, name]) =>
    el("a", { class: "button", href: address(path(`/files/${name}?save`)), download: name }, t(`file_${kind}`)))),
];

// A chapter is a heading of the script: to rename one is to change its words.
const showChapters = (rendered) => {
  const headings = current().lines.filter((one) => one.speaker === null);
  byId("no-chapters").hidden = headings.length > 0;
  byId("chapters").replaceChildren(...headings.map((one) => {
    const at = rendered.find((chapter) => chapter.title === one.text);
    return el("li", {}, el("span", { class: "time quiet" }, at ? clock(at.start_ms) : "–"),
      el("input", { value: one.text, maxlength: "300", "aria-label": t("chapter_of", { title: one.text }),
        onchange: (event) => event.target.value.trim() && edit({ op: "words", line: one.number, text: event.target.value }, false) }));
  }));
};

const showCover = (found) => {
  const own = current().cover, drawn = found?.files?.cover;
  const shown = own ? picture(own, "own") : drawn ? picture(drawn, found.duration_ms) : null;
  byId("cover").hidden = !shown;
  byId("no-cover").hidden = Boolean(shown);
  if (shown) byId("cover").src = shown;
  byId("drawn").hidden = !own;
};

const showSaid = (found) => {
  byId("said").value = found.spoken === true ? "usual" : found.spoken === false ? "none" : "own";
  byId("said-text").value = typeof found.spoken === "string" ? found.spoken : found.usual;
  byId("said-text").readOnly = byId("said").value !== "own";
  byId("said-text").hidden = byId("said").value === "none";
};
const say = (spoken) => attempt(async () => { showSaid(await ask("PUT", path("/disclosure"), { json: { spoken } })); tell(t("said_kept"), 3); });
byId("said").addEventListener("change", (event) => {
  if (event.target.value !== "own") { say(event.target.value === "usual"); return; }
  byId("said-text").hidden = byId("said-text").readOnly = false;
  byId("said-text").focus();
});
byId("said-text").addEventListener("change", (event) => event.target.value.trim() && say(event.target.value.trim()));
byId("notes").addEventListener("change", (event) => edit({ op: "summary", text: event.target.value }, false));
onFile(byId("picture"), async (file) => {
  const bytes = await file.arrayBuffer();
  await changing((version) => ask("PUT", path("/cover"), { bytes, version }));
  showFinish();
});
byId("drawn").addEventListener("click", async () => { await edit({ op: "cover" }, false); showFinish(); });

export const onRender = (state) => {
  if (!current() || state.slug !== current().slug) return;
  const running = state.state === "speaking" || state.state === "mastering";
  byId("render").hidden = running;
  byId("stop").hidden = byId("progress").hidden = !running;
  if (running) {
    byId("progress").max = state.of || 1;
    byId("progress").value = state.done || 0;
  }
  const told = byId("render-told");
  told.className = state.state === "failed" ? "bad" : "";
  told.textContent = state.state === "idle" ? "" : state.state === "failed" ? state.message
    : t(`render_${state.state}`, { done: state.done, of: state.of, made: state.episode?.takes.new, reused: state.episode?.takes.reused });
};

byId("render").addEventListener("click", () => attempt(async () => onRender(await ask("POST", path("/render")))));
byId("stop").addEventListener("click", () => attempt(async () => onRender(await ask("DELETE", path("/render")))));
byId("check").addEventListener("click", () => attempt(async () => {
  byId("render-told").textContent = t("checking");
  const report = await ask("GET", path("/check"));
  const wrong = report.checks.flatMap((check) => check.findings.map((one) => `${one.file}${one.line ? `:${one.line}` : ""}: ${one.message}`));
  byId("render-told").className = wrong.length ? "bad" : "";
  byId("render-told").textContent = report.passed ? t("check_passed", { count: report.checks.length }) : wrong.join(" · ") || t("check_skipped");
}));
