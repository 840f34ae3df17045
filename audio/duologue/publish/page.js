"use strict";
(() => {
  const audio = document.querySelector("audio");
  const cues = [...document.querySelectorAll(".cue")];
  const starts = cues.map((cue) => Number(cue.dataset.start) / 1000);
  const ends = cues.map((cue) => Number(cue.dataset.end) / 1000);
  const chapters = [...document.querySelectorAll(".chapters a")];
  const chapterStarts = chapters.map((link) => Number(link.dataset.start) / 1000);
  const follow = document.getElementById("follow");
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const speed = document.getElementById("speed");
  let now = null;
  let followUntil = 0;

  // The last item that has started at `seconds`, or -1.
  const lastStarted = (list, seconds) => {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] <= seconds + 0.001) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  const show = () => {
    const seconds = audio.currentTime;
    const index = lastStarted(starts, seconds);
    const cue = index >= 0 && seconds < ends[index] + 0.5 ? cues[index] : null;
    if (cue !== now) {
      if (now) { now.classList.remove("now"); now.removeAttribute("aria-current"); }
      if (cue) {
        cue.classList.add("now");
        cue.setAttribute("aria-current", "true");
        if (follow.getAttribute("aria-pressed") === "true" && Date.now() > followUntil) {
          cue.scrollIntoView({ block: "center" });
        }
      }
      now = cue;
    }
    const chapter = lastStarted(chapterStarts, seconds);
    chapters.forEach((link, place) => {
      if (place === chapter) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const loop = () => { show(); if (!audio.paused) requestAnimationFrame(loop); };
  audio.addEventListener("play", loop);
  for (const event of ["seeking", "seeked", "timeupdate", "pause"]) audio.addEventListener(event, show);

  const play = () => { const started = audio.play(); if (started) started.catch(() => {}); };
  const seek = (seconds) => {
    const to = Math.max(0, seconds);
    if (audio.readyState > 0) audio.currentTime = to;
    else audio.addEventListener("loadedmetadata", () => { audio.currentTime = to; }, { once: true });
    show();
  };
  const clock = (text) => {
    const match = /^(?:npt:)?(\d+(?::\d+){0,2}(?:\.\d+)?)/.exec(text);
    return match ? match[1].split(":").reduce((sum, part) => sum * 60 + Number(part), 0) : null;
  };
  const fromHash = () => {
    const match = /^#t=(.+)$/.exec(decodeURIComponent(location.hash));
    const seconds = match ? clock(match[1]) : null;
    if (seconds !== null) seek(seconds);
    return seconds !== null;
  };
  addEventListener("hashchange", fromHash);
  audio.preload = "metadata";
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
    const link = event.target.closest("a[data-start]");
    const cue = event.target.closest(".cue");
    if (link) {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      seek(Number(link.dataset.start) / 1000);
      play();
    } else if (cue && !String(getSelection())) {
      history.replaceState(null, "", "#t=" + (Number(cue.dataset.start) / 1000).toFixed(3));
      seek(Number(cue.dataset.start) / 1000);
      play();
    }
  });

  follow.addEventListener("click", () => {
    follow.setAttribute("aria-pressed", String(follow.getAttribute("aria-pressed") !== "true"));
  });
  for (const event of ["wheel", "touchmove"]) {
    addEventListener(event, () => { followUntil = Date.now() + 4000; }, { passive: true });
  }
  document.getElementById("back").addEventListener("click", () => seek(audio.currentTime - 15));
  document.getElementById("forward").addEventListener("click", () => seek(audio.currentTime + 30));
  speed.addEventListener("change", () => { audio.playbackRate = Number(speed.value); });

  let hits = [], hit = -1;
  const find = () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    for (const cue of hits) cue.classList.remove("found");
    hits = wanted ? cues.filter((cue) => cue.textContent.toLocaleLowerCase().includes(wanted)) : [];
    for (const cue of hits) cue.classList.add("found");
    hit = -1;
    found.textContent = wanted ? String(hits.length) : "";
    next(1);
  };
  const next = (step) => {
    if (!hits.length) return;
    hit = (hit + step + hits.length) % hits.length;
    found.textContent = hit + 1 + " / " + hits.length;
    followUntil = Date.now() + 4000;
    hits[hit].scrollIntoView({ block: "center" });
  };
  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); next(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape") { search.value = ""; find(); search.blur(); }
  });

  const step = (by) => {
    const place = [...speed.options].findIndex((option) => option.selected) + by;
    if (speed.options[place]) { speed.selectedIndex = place; audio.playbackRate = Number(speed.value); }
  };
  const keys = {
    " ": () => (audio.paused ? play() : audio.pause()),
    k: () => (audio.paused ? play() : audio.pause()),
    j: () => seek(audio.currentTime - 15),
    l: () => seek(audio.currentTime + 30),
    ArrowLeft: () => seek(audio.currentTime - 5),
    ArrowRight: () => seek(audio.currentTime + 5),
    "[": () => step(-1),
    "]": () => step(1),
    n: () => { const c = lastStarted(chapterStarts, audio.currentTime) + 1; if (c < chapters.length) seek(chapterStarts[c]); },
    p: () => seek(chapterStarts[Math.max(0, lastStarted(chapterStarts, audio.currentTime - 2))] || 0),
    "/": () => search.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, audio")) return;
    if (event.key === " " && event.target.closest("button, a")) return;
    const action = keys[event.key];
    if (action) { event.preventDefault(); action(); }
  });
})();
