// Finishing: render, check, download.
import { address, ask, attempt, byId, clock, el, t } from "./base.js";
import { current } from "./script.js";

const path = (rest) => `/episodes/${encodeURIComponent(current().slug)}${rest}`;

export const showFinish = () => attempt(async () => {
  onRender(await ask("GET", path("/render")));
  const { episodes } = await ask("GET", "/episodes");
  const found = episodes.find((one) => one.slug === current().slug);
  const done = found && found.files;
  byId("check").hidden = !done;
  byId("finished").replaceChildren(...(done ? finished(found) : []));
});

const finished = (one) => [
  el("p", {}, one.state === "changed" ? t("state_changed_long") : t("finished", {
    time: clock(one.duration_ms), lufs: one.loudness_lufs?.toFixed(1), peak: one.true_peak_dbtp?.toFixed(1), engine: one.engine })),
  el("img", { src: address(path(`/files/${one.files.cover}?${one.duration_ms}`)), alt: t("cover") }),
  el("audio", { controls: true, preload: "none", src: address(path(`/files/${one.files.mp3}`)) }),
  el("ul", {}, one.chapters.map((chapter) => el("li", {}, `${clock(chapter.start_ms)} ${chapter.title}`))),
  el("div", { class: "bar" }, Object.entries(one.files).map(([kind, name]) =>
    el("a", { href: address(path(`/files/${name}?save`)), download: name }, t(`file_${kind}`)))),
];

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
