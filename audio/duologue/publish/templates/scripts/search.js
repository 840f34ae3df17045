// Search: sentences that hold the words; the words themselves are marked where the browser can.
export const searchTranscript = (cues, box, lookAt) => {
  const input = box.querySelector("input"), count = box.querySelector(".count");
  const buttons = [...box.querySelectorAll(".previous, .next")];
  const texts = cues.map((cue) => cue.textContent.toLocaleLowerCase());
  let hits = [], hit = -1;

  const mark = (wanted) => {
    const all = new Highlight(); // filled one by one: a call takes only so many arguments
    for (const place of hits) {
      const node = cues[place].firstChild;
      if (texts[place].length !== node.length) continue;
      for (let at = texts[place].indexOf(wanted); at >= 0; at = texts[place].indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        all.add(range);
      }
    }
    CSS.highlights.set("found", all);
  };
  const go = (step) => {
    if (!hits.length) return;
    cues[hits[hit]]?.classList.remove("hit");
    hit = (hit + step + hits.length) % hits.length;
    cues[hits[hit]].classList.add("hit");
    count.textContent = `${hit + 1} / ${hits.length}`;
    lookAt(cues[hits[hit]]);
  };
  const find = () => {
    const wanted = input.value.trim().toLocaleLowerCase();
    for (const place of hits) cues[place].classList.remove("found", "hit");
    hits = wanted ? [...cues.keys()].filter((place) => texts[place].includes(wanted)) : [];
    for (const place of hits) cues[place].classList.add("found");
    if (globalThis.Highlight && CSS.highlights) mark(wanted);
    hit = -1;
    count.textContent = wanted ? count.dataset.none : "";
    for (const button of buttons) button.disabled = hits.length < 2;
    go(1);
  };
  const close = () => { input.value = ""; find(); box.hidden = true; };

  input.addEventListener("input", find);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // a Chinese word is still being typed
    if (event.key === "Enter") { event.preventDefault(); go(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape") close();
  });
  buttons[0].addEventListener("click", () => go(-1));
  buttons[1].addEventListener("click", () => go(1));
  box.querySelector(".close").addEventListener("click", close);
  const open = () => { box.hidden = false; input.focus(); input.select(); };
  for (const button of document.querySelectorAll("button.find")) button.addEventListener("click", open);
  return open;
};
