import { clock, lastUpTo } from "./clock.js";
import { rememberSpeed, rememberTime, rememberedSpeed, rememberedTime } from "./memory.js";
import { drawWave } from "./wave.js";

// A play button shows what it will do.
export const showPlaying = (button, playing) => {
  button.classList.toggle("on", playing);
  button.querySelector("use").setAttribute("href", playing ? "#i-pause" : "#i-play");
};

const SAVE_SECONDS = 5, NEARLY_OVER_SECONDS = 20;

// Brings the player in `root` to life. Whoever follows it adds a function to `player.shown`.
export const createPlayer = (root) => {
  const get = (selector) => root.querySelector(selector);
  const audio = get("audio"), button = get(".play"), bar = get(".seek"), speed = get(".speed"), hint = get(".hint");
  const chapter = get(".state .chapter"), gone = get(".gone"), left = get(".left"), trouble = get(".trouble");
  let marks = [], starts = [], seconds = 0, guid = "", saved = 0, second = -1, title = null;

  const player = { root, audio, shown: [] };
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : seconds);
  const markAt = (time) => marks[Math.max(0, lastUpTo(starts, time + 0.05))];

  const show = () => {
    const time = audio.currentTime;
    root.style.setProperty("--at", `${(100 * time) / (length() || 1)}%`);
    if (Math.floor(time) !== second) {
      second = Math.floor(time);
      const mark = title ?? markAt(time)?.[1];
      bar.value = second;
      gone.textContent = clock(time);
      left.textContent = "−" + clock(length() - second);
      if (!title && mark) chapter.textContent = mark;
      bar.setAttribute("aria-valuetext", [clock(time) + " / " + clock(length()), mark].filter(Boolean).join(", "));
    }
    for (const each of player.shown) each(time);
  };
  const save = () => {
    saved = audio.currentTime;
    rememberTime(guid, length() - saved > NEARLY_OVER_SECONDS ? saved : 0);
  };
  const loop = () => {
    show();
    if (Math.abs(audio.currentTime - saved) > SAVE_SECONDS) save();
    if (!audio.paused) requestAnimationFrame(loop);
  };
  const state = () => {
    showPlaying(button, !audio.paused);
    button.setAttribute("aria-label", audio.paused ? button.dataset.play : button.dataset.pause);
  };

  player.play = () => { const started = audio.play(); if (started) started.catch(() => {}); };
  player.toggle = () => (audio.paused ? player.play() : audio.pause());
  player.seek = (time) => { audio.currentTime = Math.min(Math.max(0, time), length()); second = -1; show(); };
  player.skip = (by) => player.seek(audio.currentTime + by);
  player.nextChapter = () => { const at = lastUpTo(starts, audio.currentTime + 0.05) + 1; if (at < starts.length) player.seek(starts[at]); };
  player.chapterBefore = () => player.seek(starts[Math.max(0, lastUpTo(starts, audio.currentTime - 2))] ?? 0);
  player.faster = (by) => {
    const option = speed.options[speed.selectedIndex + by];
    if (option) { speed.value = option.value; speed.dispatchEvent(new Event("change")); }
  };
  player.remembered = () => rememberedTime(guid);
  player.markAt = markAt;
  // Takes an episode: its data as on an element, and a heading to show instead of its chapters.
  player.load = (data, heading = null) => {
    if (data.src) audio.src = data.src;
    [guid, seconds, marks, title] = [data.guid, Number(data.seconds), JSON.parse(data.marks || "[]"), heading];
    starts = marks.map(([start]) => start);
    bar.max = Math.floor(seconds);
    if (heading) chapter.replaceChildren(heading);
    player.seek(0);
    redraw();
  };
  const redraw = () => drawWave(root, marks, seconds);

  button.addEventListener("click", player.toggle);
  get(".back").addEventListener("click", () => player.skip(-15));
  get(".forward").addEventListener("click", () => player.skip(30));
  bar.addEventListener("input", () => player.seek(Number(bar.value)));
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -60, PageUp: 60 }[event.key];
    if (by && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); event.stopPropagation(); player.skip(by); }
  });
  bar.addEventListener("pointermove", (event) => {
    const box = bar.getBoundingClientRect(), share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    hint.hidden = event.pointerType === "touch";
    hint.textContent = [clock(share * length()), title ? "" : markAt(share * length())?.[1]].filter(Boolean).join("  ");
    root.style.setProperty("--hint", `${100 * share}%`);
  });
  bar.addEventListener("pointerleave", () => { hint.hidden = true; });
  speed.value = rememberedSpeed();
  audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value);
  speed.addEventListener("change", () => {
    audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value);
    rememberSpeed(speed.value);
  });
  audio.addEventListener("play", () => { state(); loop(); });
  for (const event of ["pause", "ended"]) audio.addEventListener(event, () => { state(); if (audio.currentTime > 0) save(); });
  for (const event of ["seeking", "seeked", "timeupdate", "loadedmetadata"]) audio.addEventListener(event, show);
  audio.addEventListener("error", () => { if (trouble) trouble.hidden = false; });
  addEventListener("pagehide", () => { if (audio.currentTime > 0) save(); });
  new ResizeObserver(redraw).observe(get(".wave"));
  if (root.dataset.guid) player.load(root.dataset);
  return player;
};

// What a phone shows on its locked screen, and the keys of a headset.
export const showInSystem = (player, { title, artist, album, picture }) => {
  if (!("mediaSession" in navigator) || !globalThis.MediaMetadata) return;
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist, album, artwork: [{ src: picture }] });
  const actions = {
    seekbackward: () => player.skip(-15), seekforward: () => player.skip(30),
    nexttrack: player.nextChapter, previoustrack: player.chapterBefore, seekto: (to) => player.seek(to.seekTime),
  };
  for (const [name, action] of Object.entries(actions)) {
    try { navigator.mediaSession.setActionHandler(name, action); } catch { /* this browser does not know it */ }
  }
};
