// The cast: a card for every person, with voice, pace and pitch, heard in their own words.
import { ask, attempt, byId, colourOf, el, NARRATOR, shown, t, tell } from "./base.js";
import { playSample, sampleEnded } from "./player.js";
import { current, edit } from "./script.js";

let cast = null;

export const showCast = () => attempt(async () => {
  const script = current();
  if (cast?.slug !== script.slug) byId("cast-told").textContent = t("cast_coming");
  cast = { slug: script.slug, ...await ask("GET", `/episodes/${encodeURIComponent(script.slug)}/cast`) };
  const refused = cast.refused.map((one) => `${one.engine}: ${one.why}`).join("; ");
  byId("cast-told").textContent = [t("engine", { engine: cast.engine }), refused].filter(Boolean).join(" — ");
  // Whoever works with the keyboard stays where they were, and what was open stays open.
  const inside = (one) => [...one.querySelectorAll("button, select, input, summary")];
  const old = [...byId("cast").children], open = old.map((one) => one.querySelector("details").open);
  const at = old.findIndex((one) => one.contains(document.activeElement));
  const place = at < 0 ? -1 : inside(old[at]).indexOf(document.activeElement);
  const cards = cast.speakers.map((one) => card(script, one));
  byId("cast").replaceChildren(...cards);
  cards.forEach((one, number) => { one.querySelector("details").open = Boolean(open[number]); });
  if (place >= 0 && cards[at]) inside(cards[at])[place]?.focus({ preventScroll: true });
});

const title = (one) => [one.title, one.gender && t(one.gender), one.language].filter(Boolean).join(" · ");

const samplePath = (script, asked) => `/episodes/${encodeURIComponent(script.slug)}/sample?${new URLSearchParams({ ...asked, v: script.version })}`;

// Everybody says a sentence, one after the other: how they sound together.
byId("hear-all").addEventListener("click", async () => {
  for (const one of cast?.speakers.filter((each) => each.name !== NARRATOR) ?? []) {
    await playSample(samplePath(current(), { speaker: one.name }));
    if (!(await sampleEnded())) return;
  }
});

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
  const hear = (voice = voices.value) => playSample(samplePath(script, { speaker: one.name, voice, rate: rate.value, pitch: pitch.value }));
  const choose = (voice) => { voices.value = voice; keep(); hear(); };
  // The next voice that nobody has; of the same gender first.
  const another = () => {
    const taken = new Set(cast.speakers.filter((other) => other !== one).map((other) => other.voice));
    const gender = cast.voices.find((voice) => voice.voice === voices.value)?.gender;
    const free = cast.voices.filter((voice) => !taken.has(voice.voice));
    const row = [...free.filter((voice) => voice.gender === gender), ...free.filter((voice) => voice.gender !== gender)];
    const at = row.findIndex((voice) => voice.voice === voices.value);
    if (!row.length || (row.length === 1 && at === 0)) { tell(t("no_other_voice")); return; }
    choose(row[(at + 1) % row.length].voice);
  };
  // All voices to be heard in this sentence, without taking one.
  const every = el("details", { class: "every" }, el("summary", {}, t("every_voice", { count: cast.voices.length })),
    el("ul", {}, cast.voices.map((voice) => el("li", {},
      el("button", { onclick: () => hear(voice.voice), "aria-label": t("hear_as", { name: shown(one.name), voice: voice.title }) }, "▶"),
      el("span", {}, title(voice)),
      el("button", { onclick: () => choose(voice.voice), "aria-label": t("take_as", { name: shown(one.name), voice: voice.title }) }, t("take_voice"))))));
  voices.addEventListener("change", () => choose(voices.value));
  rate.addEventListener("change", keep);
  pitch.addEventListener("change", keep);
  return el("li", { class: one.name === NARRATOR ? "narrator" : colourOf(script, one.name) },
    el("h2", {}, shown(one.name)), el("span", { class: "quiet" }, one.name === NARRATOR ? "" : t(one.role)),
    el("blockquote", { lang: script.language, dir: "auto" }, one.sentence),
    el("label", {}, t("voice"), voices), rateLabel, cast.pitch ? pitchLabel : null,
    el("div", { class: "bar" }, el("button", { class: "main", onclick: () => hear(), "aria-label": t("hear_person", { name: shown(one.name) }) }, t("hear")),
      el("button", { onclick: another, "aria-label": t("another_for", { name: shown(one.name) }) }, t("another"))), every);
};
