import { lastUpTo } from "./clock.js";

const HELD_SECONDS = 3; // a sentence stays lit so long into a pause
const OURS_MS = 1000; // how long a scroll that we began may take
const SCROLL_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

// Lights the sentence that sounds, and keeps it in sight until the reader scrolls elsewhere.
export const followTranscript = (player, section, backToNow) => {
  const cues = [...section.querySelectorAll(".cue")];
  const starts = cues.map((cue) => Number(cue.dataset.start) / 1000);
  const ends = cues.map((cue) => Number(cue.dataset.end) / 1000);
  const links = [...document.querySelectorAll(".chapters a[data-start]")];
  const list = document.querySelector(".chapters");
  const linkStarts = links.map((link) => Number(link.dataset.start) / 1000);
  let now = null, chapter = null, following = true, oursUntil = 0, wanted = null;

  // How much of the window is not behind the player.
  const room = () => {
    const box = player.root.getBoundingClientRect();
    return box.top <= 0 ? [box.bottom, innerHeight] : box.bottom >= innerHeight ? [0, box.top] : [0, innerHeight];
  };
  const within = (cue, above, below) => {
    const [top, bottom] = room(), at = cue.getBoundingClientRect();
    return at.top >= top + above * (bottom - top) && at.bottom <= bottom - below * (bottom - top);
  };
  const comfortable = (cue) => within(cue, 0.05, 0.25);
  const visible = (cue) => { const [top, bottom] = room(), at = cue.getBoundingClientRect(); return at.bottom > top && at.top < bottom; };

  const reveal = (cue, behavior = "auto") => {
    oursUntil = performance.now() + OURS_MS;
    wanted = cue;
    cue.scrollIntoView({ block: "center", behavior });
  };
  // Text that comes into sight may turn out longer than was thought: what was to be shown is looked for again.
  const arrived = () => {
    const cue = wanted;
    wanted = null;
    if (cue && performance.now() < oursUntil && !comfortable(cue)) reveal(cue, "instant");
    else oursUntil = 0;
  };
  const offer = () => {
    backToNow.hidden = following || !now || visible(now);
    if (!backToNow.hidden) backToNow.classList.toggle("above", now.getBoundingClientRect().top < 0);
  };
  const light = (before, after) => {
    if (before) { before.classList.remove("now"); before.removeAttribute("aria-current"); }
    if (after) { after.classList.add("now"); after.setAttribute("aria-current", "true"); }
  };
  const cueAt = (time) => cues[Math.max(0, lastUpTo(starts, time + 0.001))] ?? null;

  player.shown.push((time) => {
    const place = lastUpTo(starts, time + 0.001);
    const cue = place >= 0 && time < ends[place] + HELD_SECONDS && (time > 0 || !player.audio.paused) ? cues[place] : null;
    if (cue !== now) {
      light(now, cue);
      now = cue;
      if (cue && !following && comfortable(cue)) following = true;
      if (cue && following && !player.audio.paused && !comfortable(cue)) reveal(cue);
      offer();
    }
    const link = links[lastUpTo(linkStarts, time + 0.05)] ?? null;
    if (link !== chapter) {
      light(chapter, link);
      chapter = link;
      if (link) { // within the list only: the page stays where it is
        const top = link.getBoundingClientRect().top - list.getBoundingClientRect().top;
        if (top < 0 || top + link.offsetHeight > list.clientHeight) list.scrollTop += top - list.clientHeight / 2;
      }
    }
  });

  const byReader = () => { oursUntil = 0; wanted = null; };
  for (const event of ["wheel", "touchmove", "pointerdown"]) addEventListener(event, byReader, { passive: true });
  addEventListener("keydown", (event) => { if (SCROLL_KEYS.has(event.key)) byReader(); });
  addEventListener("scrollend", arrived);
  addEventListener("scroll", () => {
    if (performance.now() >= oursUntil && now) following = comfortable(now);
    offer();
  }, { passive: true });
  backToNow.addEventListener("click", () => { if (now) { following = true; reveal(now); offer(); } });

  return {
    cues,
    // Goes to a time: the sentence that sounds there, or in a pause the one before it, comes into sight.
    jump: (time, play) => {
      following = true;
      player.seek(time);
      const cue = cueAt(time);
      if (cue && !comfortable(cue)) reveal(cue);
      if (play) player.play();
    },
    lookAt: (cue) => { following = false; reveal(cue); },
  };
};
