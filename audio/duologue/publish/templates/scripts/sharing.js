import { clock } from "./clock.js";

// Copies a text; where the browser has no clipboard for this page (plain HTTP), through a field.
export const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    (document.querySelector(":popover-open") ?? document.body).append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
};

const said = (button, word) => {
  const label = button.textContent;
  if (button.dataset.said || !word) return;
  button.dataset.said = label;
  button.textContent = word;
  setTimeout(() => { button.textContent = label; delete button.dataset.said; }, 1500);
};

// Every button that copies the field before it.
export const bindCopying = () => {
  for (const button of document.querySelectorAll(".copying .copy")) {
    const field = button.parentElement.querySelector("input");
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => { await copyText(field.value); said(button, button.dataset.done); });
  }
};

// The panel with the page's link, from the start or from now, and the code that embeds the player.
export const bindSharing = (player, panel) => {
  const here = panel.dataset.page || location.href.split("#")[0];
  const link = panel.querySelector(".link"), code = panel.querySelector(".code"), fromNow = panel.querySelector(".from-now");
  const label = fromNow.nextElementSibling, send = panel.querySelector(".send");
  const title = document.querySelector("h1").textContent;
  let time = 0;
  const fill = () => {
    const hash = fromNow.checked ? "#t=" + time : "";
    const frame = document.createElement("iframe");
    frame.src = new URL(panel.dataset.embed, here).href + hash;
    for (const [name, value] of [["width", "100%"], ["height", "180"], ["title", title], ["loading", "lazy"]]) frame.setAttribute(name, value);
    frame.style.border = "0"; // as an attribute, the page's policy would forbid it
    link.value = here + hash;
    code.value = frame.outerHTML;
  };
  const open = (seconds, checked) => {
    time = Math.floor(seconds);
    fromNow.checked = checked;
    label.textContent = label.dataset.form.replace("{time}", () => clock(time));
    fill();
  };
  panel.addEventListener("beforetoggle", (event) => { if (event.newState === "open" && !panel.dataset.at) open(player.audio.currentTime, false); delete panel.dataset.at; });
  fromNow.addEventListener("change", fill);
  if (navigator.share) {
    send.hidden = false;
    send.addEventListener("click", () => navigator.share({ title, url: link.value }).catch(() => {}));
  }
  return (seconds) => { panel.dataset.at = "given"; open(seconds, true); panel.showPopover(); };
};

// What a reader has marked in the transcript can be copied with its speaker and address, or shared from there.
export const bindQuoting = (section, pick, shareFrom) => {
  const [quote, fromHere] = pick.querySelectorAll("button");
  const chosen = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return [];
    const range = selection.getRangeAt(0);
    if (!section.contains(range.commonAncestorContainer)) return [];
    return [...section.querySelectorAll(".cue")].filter((cue) => range.intersectsNode(cue));
  };
  const speakerOf = (cue) => {
    let passage = cue.closest(".passage");
    while (passage && !passage.querySelector(".who")) passage = passage.previousElementSibling;
    return passage?.querySelector(".who")?.textContent ?? "";
  };
  const place = () => {
    pick.hidden = !chosen().length;
    if (pick.hidden) return;
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    pick.style.left = `${Math.min(Math.max(box.left + box.width / 2, 120), innerWidth - 120) + scrollX}px`;
    pick.style.top = `${box.bottom + scrollY + 10}px`;
  };
  let waiting = 0;
  document.addEventListener("selectionchange", () => { clearTimeout(waiting); waiting = setTimeout(place, 200); });
  pick.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  quote.addEventListener("click", async () => {
    const cues = chosen();
    const text = cues.map((cue, place) => (place && cue.previousSibling?.nodeType === 3 ? cue.previousSibling.data : "") + cue.textContent).join("");
    const who = [speakerOf(cues[0]), document.querySelector("h1").textContent].filter(Boolean).join(", ");
    const put = { text: text.trim(), who };
    const form = pick.dataset.form.replace(/\{(text|who)\}/g, (_, name) => put[name]);
    const page = document.getElementById("share").dataset.page || location.href.split("#")[0];
    await copyText(`${form}\n${page}#t=${Number(cues[0].dataset.start) / 1000}`);
    said(quote, quote.dataset.done);
  });
  fromHere.addEventListener("click", () => {
    const [first] = chosen();
    pick.hidden = true;
    if (first) shareFrom(Number(first.dataset.start) / 1000);
  });
};
