// The cast: a card for every person, with voice, pace and pitch, heard in their own words.
import { ask, attempt, byId, colourOf, el, NARRATOR, shown, t, tell } from "./base.js";
import { playSample } from "./player.js";
import { current, edit } from "./script.js";

let cast = null;

export const showCast = () => attempt(async () => {
  const script = current();
  byId("cast-told").textContent = t("cast_coming");
  cast = await ask("GET", `/episodes/${encodeURIComponent(script.slug)}/cast`);
  const refused = cast.refused.map((one) => `${one.engine}: ${one.why}`).join("; ");
  byId("cast-told").textContent = [t("engine", { engine: cast.engine }), refused].filter(Boolean).join(" — ");
  byId("cast").replaceChildren(...cast.speakers.map((one) => card(script, one)));
});

const title = (one) => [one.title, one.gender && t(one.gender), one.language].filter(Boolean).join(" · ");

const card = (script, one) => {
  const known = cast.voices.some((voice) => voice.voice === one.voice);
  const voices = el("select", { id: `voice-${one.name}` },
    known ? null : el("option", { value: one.voice, selected: true }, one.title),
    cast.voices.map((voice) => el("option", { value: voice.voice, selected: voice.voice === one.voice }, title(voice))));
  const slider = (id, label, value, unit, least, most) => {
    const said = el("output", {}, `${value > 0 ? "+" : ""}${value} ${unit}`);
    const input = el("input", { type: "range", id: `${id}-${one.name}`, min: String(least), max: String(most), step: "1", value: String(value),
      oninput: () => { said.textContent = `${input.value > 0 ? "+" : ""}${input.value} ${unit}`; } });
    return [input, el("label", {}, el("span", {}, label, " ", said), input)];
  };
  const [rate, rateLabel] = slider("rate", t("pace"), one.rate, "%", -50, 100);
  const [pitch, pitchLabel] = slider("pitch", t("pitch"), one.pitch, "Hz", -100, 100);
  const keep = () => edit({ op: "voice", speaker: one.name, voice: voices.value, rate: Number(rate.value), pitch: Number(pitch.value) }, false);
  const hear = () => playSample(`/episodes/${encodeURIComponent(script.slug)}/sample?${new URLSearchParams({
    speaker: one.name, voice: voices.value, rate: rate.value, pitch: pitch.value, v: script.version })}`);
  // The next voice that nobody has; of the same gender first.
  const another = () => {
    const taken = new Set(cast.speakers.filter((other) => other !== one).map((other) => other.voice));
    const gender = cast.voices.find((voice) => voice.voice === voices.value)?.gender;
    const free = cast.voices.filter((voice) => !taken.has(voice.voice));
    const row = [...free.filter((voice) => voice.gender === gender), ...free.filter((voice) => voice.gender !== gender)];
    const at = row.findIndex((voice) => voice.voice === voices.value);
    if (!row.length || (row.length === 1 && at === 0)) { tell(t("no_other_voice")); return; }
    voices.value = row[(at + 1) % row.length].voice;
    keep();
    hear();
  };
  voices.addEventListener("change", () => { keep(); hear(); });
  rate.addEventListener("change", keep);
  pitch.addEventListener("change", keep);
  return el("li", { class: one.name === NARRATOR ? "narrator" : colourOf(script, one.name) },
    el("h2", {}, shown(one.name)), el("span", { class: "quiet" }, one.name === NARRATOR ? "" : t(one.role)),
    el("blockquote", { lang: script.language, dir: "auto" }, one.sentence),
    el("label", {}, t("voice"), voices), rateLabel, cast.pitch ? pitchLabel : null,
    el("div", { class: "bar" }, el("button", { class: "main", onclick: hear, "aria-label": t("hear_person", { name: shown(one.name) }) }, t("hear")),
      el("button", { onclick: another, "aria-label": t("another_for", { name: shown(one.name) }) }, t("another"))));
};
