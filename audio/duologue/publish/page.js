"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const audio = document.querySelector("audio");
  const cues = [...document.querySelectorAll(".cue")];
  const starts = cues.map((cue) => Number(cue.dataset.start) / 1000);
  const ends = cues.map((cue) => Number(cue.dataset.end) / 1000);
  const list = document.querySelector(".chapters");
  const chapters = [...list.querySelectorAll("a")];
  const chapterStarts = chapters.map((link) => Number(link.dataset.start) / 1000);
  const follow = get("follow"), search = get("search"), found = get("found"), speed = get("speed");
  let now = null, nowChapter = null;
  let followAgain = 0; // when the reader who has scrolled away is fetched back

  document.querySelector(".tools").hidden = false;

  // The place of the last item that has started at `seconds`, or -1.
  const lastStarted = (items, seconds) => {
    let low = 0, high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (items[middle] <= seconds + 0.001) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  const light = (before, after) => {
    if (before) { before.classList.remove("now"); before.removeAttribute("aria-current"); }
    if (after) { after.classList.add("now"); after.setAttribute("aria-current", "true"); }
  };
  const show = () => {
    const seconds = audio.currentTime;
    const place = lastStarted(starts, seconds);
    const cue = place >= 0 && seconds < ends[place] + 0.5 ? cues[place] : null;
    if (cue !== now) {
      light(now, cue);
      now = cue;
      if (cue && follow.getAttribute("aria-pressed") === "true" && Date.now() > followAgain) {
        cue.scrollIntoView({ block: "center" });
      }
    }
    const chapter = chapters[lastStarted(chapterStarts, seconds)] ?? null;
    if (chapter !== nowChapter) {
      light(nowChapter, chapter);
      nowChapter = chapter;
      if (chapter) { // within the list only: the page stays where it is
        const top = chapter.getBoundingClientRect().top - list.getBoundingClientRect().top;
        if (top < 0 || top + chapter.offsetHeight > list.clientHeight) list.scrollTop += top - list.clientHeight / 2;
      }
    }
  };
  const loop = () => { show(); if (!audio.paused) requestAnimationFrame(loop); };
  audio.addEventListener("play", loop);
  for (const event of ["seeking", "seeked", "timeupdate", "pause"]) audio.addEventListener(event, show);
  const trouble = () => { get("trouble").hidden = false; };
  audio.addEventListener("error", trouble);
  if (audio.error) trouble();

  const play = () => { const started = audio.play(); if (started) started.catch(() => {}); };
  const seek = (seconds) => {
    const to = Math.max(0, seconds);
    if (audio.readyState > 0) audio.currentTime = to;
    else audio.addEventListener("loadedmetadata", () => { audio.currentTime = to; }, { once: true });
    show();
  };
  const skip = (seconds) => seek(audio.currentTime + seconds);
  const nextChapter = () => {
    const place = lastStarted(chapterStarts, audio.currentTime) + 1;
    if (place < chapters.length) seek(chapterStarts[place]);
  };
  const chapterBefore = () => seek(chapterStarts[Math.max(0, lastStarted(chapterStarts, audio.currentTime - 2))] || 0);

  // Addresses: #t=83.5, #t=1:23, #t=1:02:03.
  const fromHash = () => {
    const match = /^#t=(?:npt:)?(\d+(?:(?::|%3A)\d+){0,2}(?:\.\d+)?)/i.exec(location.hash);
    if (match) seek(match[1].split(/:|%3A/i).reduce((sum, part) => sum * 60 + Number(part), 0));
  };
  addEventListener("hashchange", fromHash);
  fromHash();

  // On the web the show lies one folder up; on a disk there may be none.
  const home = document.querySelector("[data-home]");
  if (home && location.protocol.startsWith("http")) {
    const link = document.createElement("a");
    link.href = home.dataset.home;
    link.append(...home.childNodes);
    home.append(link);
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window
    const link = event.target.closest("a[data-start]");
    const cue = event.target.closest(".cue");
    const at = link ?? (cue && !String(getSelection()) ? cue : null);
    if (!at) return;
    event.preventDefault();
    const seconds = Number(at.dataset.start) / 1000;
    history.replaceState(null, "", "#t=" + seconds);
    followAgain = 0;
    seek(seconds);
    play();
  });

  follow.addEventListener("click", () => {
    const on = follow.getAttribute("aria-pressed") !== "true";
    follow.setAttribute("aria-pressed", String(on));
    if (on && now) { followAgain = 0; now.scrollIntoView({ block: "center" }); }
  });
  for (const event of ["wheel", "touchmove"]) {
    addEventListener(event, () => { followAgain = Date.now() + 4000; }, { passive: true });
  }
  get("back").addEventListener("click", () => skip(-15));
  get("forward").addEventListener("click", () => skip(30));
  speed.addEventListener("change", () => { audio.playbackRate = Number(speed.value); });
  const faster = (by) => {
    const place = speed.selectedIndex + by;
    if (speed.options[place]) { speed.selectedIndex = place; audio.playbackRate = Number(speed.value); }
  };

  // Search: sentences that hold the words; the words themselves are marked where the browser can.
  let hits = [], hit = -1;
  const mark = (wanted) => {
    const all = new Highlight(); // filled one by one: a call takes only so many arguments
    for (const cue of hits) {
      const text = cue.firstChild, lower = cue.textContent.toLocaleLowerCase();
      if (lower.length !== text.length) continue;
      for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(text, at);
        range.setEnd(text, at + wanted.length);
        all.add(range);
      }
    }
    CSS.highlights.set("found", all);
  };
  const find = () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    for (const cue of hits) cue.classList.remove("found", "hit");
    hits = wanted ? cues.filter((cue) => cue.textContent.toLocaleLowerCase().includes(wanted)) : [];
    for (const cue of hits) cue.classList.add("found");
    if (globalThis.Highlight && CSS.highlights) mark(wanted);
    hit = -1;
    found.textContent = wanted ? found.dataset.none : "";
    get("before").hidden = get("after").hidden = hits.length < 2;
    toHit(1);
  };
  const toHit = (step) => {
    if (!hits.length) return;
    hits[hit]?.classList.remove("hit");
    hit = (hit + step + hits.length) % hits.length;
    hits[hit].classList.add("hit");
    found.textContent = hit + 1 + " / " + hits.length;
    followAgain = Date.now() + 4000;
    hits[hit].scrollIntoView({ block: "center" });
  };
  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // a Chinese word is still being typed
    if (event.key === "Enter") { event.preventDefault(); toHit(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape") { search.value = ""; find(); search.blur(); }
  });
  get("before").addEventListener("click", () => toHit(-1));
  get("after").addEventListener("click", () => toHit(1));

  const keys = {
    " ": () => (audio.paused ? play() : audio.pause()),
    k: () => (audio.paused ? play() : audio.pause()),
    j: () => skip(-15),
    l: () => skip(30),
    ArrowLeft: () => skip(-5),
    ArrowRight: () => skip(5),
    "[": () => faster(-1),
    "]": () => faster(1),
    n: nextChapter,
    p: chapterBefore,
    "/": () => search.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, audio")) return;
    if (event.key === " " && event.target.closest("button, a")) return;
    const action = keys[event.key];
    if (action) { event.preventDefault(); action(); }
  });

  // What a phone shows on its locked screen, and the keys of a headset.
  if ("mediaSession" in navigator && globalThis.MediaMetadata) {
    const text = (selector) => document.querySelector(selector)?.textContent ?? "";
    navigator.mediaSession.metadata = new MediaMetadata({
      title: text("h1"), artist: text("header .by bdi"), album: text(".show"),
      artwork: [{ src: document.querySelector("header img").src, sizes: "600x600", type: "image/jpeg" }],
    });
    const actions = { seekbackward: () => skip(-15), seekforward: () => skip(30), nexttrack: nextChapter, previoustrack: chapterBefore };
    for (const [name, action] of Object.entries(actions)) {
      try { navigator.mediaSession.setActionHandler(name, action); } catch { /* this browser does not know it */ }
    }
  }
})();
