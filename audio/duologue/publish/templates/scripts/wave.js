// Draws the waveform: bars in the colours of who speaks, and a tick where a chapter begins.
const STEP = 4, BAR = 2.4;
const SVG = "http://www.w3.org/2000/svg";

// Fills the player's shapes anew for the room that they have now.
export const drawWave = (root, marks, seconds) => {
  const wave = root.querySelector(".wave");
  const [quiet, heard, ticks] = root.querySelectorAll(".shape");
  const width = wave.clientWidth, height = wave.clientHeight;
  if (!width || !height) return;
  const levels = root.dataset.levels || "8", voices = root.dataset.voices || "";
  const count = Math.max(1, Math.floor(width / STEP));
  const paths = new Map();
  for (let bar = 0; bar < count; bar++) {
    const first = Math.floor((bar * levels.length) / count);
    const last = Math.max(first + 1, Math.floor(((bar + 1) * levels.length) / count));
    let loudest = first;
    for (let at = first; at < last; at++) if (parseInt(levels[at], 36) > parseInt(levels[loudest], 36)) loudest = at;
    const half = Math.max(0.5, ((height - BAR) / 2) * (parseInt(levels[loudest], 36) / 35));
    const voice = voices[loudest] ?? "n", colour = voice === "n" ? "narrator" : "s" + voice;
    const x = ((bar + 0.5) * width) / count;
    paths.set(colour, (paths.get(colour) ?? "") + `M${x.toFixed(1)} ${(height / 2 - half).toFixed(1)}v${(2 * half).toFixed(1)}`);
  }
  const path = (colour, d, wide) => {
    const made = document.createElementNS(SVG, "path");
    made.setAttribute("class", colour);
    made.setAttribute("d", d);
    made.setAttribute("stroke-width", wide);
    return made;
  };
  for (const shape of [quiet, heard]) {
    shape.setAttribute("viewBox", `0 0 ${width} ${height}`);
    shape.replaceChildren(...[...paths].map(([colour, d]) => path(colour, d, BAR)));
  }
  const places = marks.map(([start]) => (start / seconds) * width).filter((x) => x > 1);
  ticks.setAttribute("viewBox", `0 0 ${width} ${height}`);
  ticks.replaceChildren(path("tick", places.map((x) => `M${x.toFixed(1)} ${height - 4}v4`).join(""), 2));
};
