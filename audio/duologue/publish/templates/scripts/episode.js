import { clock, timeOfHash } from "./clock.js";
import { createPlayer, showInSystem } from "./player.js";
import { listenToKeys } from "./keys.js";
import { followTranscript } from "./transcript.js";
import { searchTranscript } from "./search.js";
import { bindCopying, bindQuoting, bindSharing } from "./sharing.js";

const WORTH_RESUMING_SECONDS = 10;
const one = (selector) => document.querySelector(selector);
const player = createPlayer(one(".player"));
const section = document.getElementById("transcript");
const transcript = followTranscript(player, section, one(".now"));
const openSearch = searchTranscript(transcript.cues, one(".dock .search"), transcript.lookAt);
bindCopying();
bindQuoting(section, one(".pick"), bindSharing(player, document.getElementById("share")));

// An address with a time opens there; without one the episode goes on where it was left.
const resume = one(".resume"), go = resume.querySelector(".go");
const fromHash = () => {
  const time = timeOfHash(location.hash);
  if (time !== null) { resume.hidden = true; transcript.jump(time, false); }
  return time !== null;
};
addEventListener("hashchange", fromHash);
const left = player.remembered();
if (!fromHash() && left > WORTH_RESUMING_SECONDS) {
  player.seek(left);
  go.textContent = go.dataset.form.replace("{time}", () => clock(left));
  resume.hidden = false;
}
go.addEventListener("click", () => transcript.jump(left, true));
resume.querySelector(".restart").addEventListener("click", () => transcript.jump(0, true));
player.audio.addEventListener("play", () => { resume.hidden = true; });

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window
  const cue = event.target.closest(".cue");
  const at = event.target.closest("a[data-start]") ?? (cue && !String(getSelection()) ? cue : null);
  if (!at) return;
  event.preventDefault();
  const seconds = Number(at.dataset.start) / 1000;
  history.replaceState(null, "", "#t=" + seconds);
  transcript.jump(seconds, true);
});
one(".chapters .all")?.addEventListener("click", (event) => {
  event.target.previousElementSibling.classList.add("whole");
  event.target.previousElementSibling.querySelector("li:nth-child(6) a").focus();
});

listenToKeys({
  " ": player.toggle, k: player.toggle, j: () => player.skip(-15), l: () => player.skip(30),
  ArrowLeft: () => player.skip(-5), ArrowRight: () => player.skip(5),
  "[": () => player.faster(-1), "]": () => player.faster(1), n: player.nextChapter, p: player.chapterBefore, "/": openSearch,
});
const text = (selector) => one(selector)?.textContent ?? "";
player.audio.addEventListener("play", () => showInSystem(player, {
  title: text("h1"), artist: text(".facts .people"), album: text(".show bdi"), picture: one(".head .cover").currentSrc,
}), { once: true });
