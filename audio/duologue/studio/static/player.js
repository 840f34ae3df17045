// Hearing the programme while it is made, and single sentences.
import { address, byId, clock, t, tell } from "./base.js";

const audio = byId("audio"), sample = byId("sample"), button = byId("play");
let slug = null, stream = null, places = [], onHeard = () => {}, chosen = () => -1;

export const setUpPlayer = (heard, startsAt) => { onHeard = heard; chosen = startsAt; };
export const isPlaying = () => stream !== null && !audio.paused;

const show = () => {
  const playing = isPlaying();
  button.textContent = playing ? t("pause") : t("play");
  button.setAttribute("aria-pressed", String(playing));
};

export const stop = () => {
  stream = null;
  audio.pause();
  audio.removeAttribute("src");
  audio.load();
  places = [];
  onHeard(null);
  byId("listening").textContent = "";
  show();
};

// Plays from a line on; -1 from the start. What is not made yet is made from there first.
export const playFrom = (line) => {
  sample.pause();
  places = [];
  stream = `${Date.now()}-${Math.random()}`; // random UUIDs are for secure addresses alone
  audio.src = address(`/episodes/${encodeURIComponent(slug)}/listen.mp3?from=${line}&window=${stream}`);
  byId("listening").textContent = t("waiting");
  audio.play().catch(() => show());
  show();
};

export const toggle = () => {
  if (!stream) playFrom(chosen());
  else if (audio.paused) audio.play();
  else audio.pause();
};

// A sentence by itself; whatever else is heard stops.
export const playSample = async (path) => {
  audio.pause();
  sample.src = address(path);
  try { await sample.play(); } catch (error) {
    if (error.name === "AbortError") return;
    const answer = await fetch(address(path)).catch(() => null);
    const found = answer && !answer.ok ? await answer.json().catch(() => ({})) : {};
    tell(found.message || t("unheard"), 12);
  }
};

// Whether the sentence is heard to its end, and not stopped or replaced.
export const sampleEnded = () => new Promise((done) => {
  const from = sample.src;
  if (sample.paused) { done(false); return; }
  for (const name of ["ended", "pause", "emptied"]) sample.addEventListener(name, () => done(sample.ended && sample.src === from), { once: true });
});

export const belongsTo = (name) => {
  if (name === slug) return;
  if (stream) stop();
  slug = name;
  byId("player").hidden = name === null;
};

export const heard = (event) => {
  if (event.window === stream) places.push(event);
};
export const unheard = (event) => {
  if (event.window !== stream) return;
  tell(event.message, 15);
  stop();
};
export const made = (event) => {
  if (event.slug === slug && stream) byId("listening").dataset.made = t("made", event);
};

button.addEventListener("click", toggle);
for (const name of ["play", "pause", "playing"]) audio.addEventListener(name, show);
audio.addEventListener("waiting", () => { if (stream) byId("listening").textContent = t("waiting"); });
audio.addEventListener("ended", stop);
audio.addEventListener("error", () => { if (stream) { tell(t("unheard")); stop(); } });
audio.addEventListener("timeupdate", () => {
  if (!stream) return;
  const now = audio.currentTime * 1000;
  byId("time").textContent = clock(now);
  const place = places.findLast((one) => one.start_ms <= now + 60);
  if (place) onHeard(place.line, place.text);
  if (!audio.paused) byId("listening").textContent = byId("listening").dataset.made ?? "";
});
