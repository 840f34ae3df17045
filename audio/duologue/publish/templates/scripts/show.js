import { createPlayer, showInSystem, showPlaying } from "./player.js";
import { listenToKeys } from "./keys.js";
import { bindCopying } from "./sharing.js";

const player = createPlayer(document.querySelector(".player"));
const list = document.querySelector(".episodes"), none = document.querySelector(".none");
let current = null;
bindCopying();

// A play button in the list plays in the player below; it goes on where the episode was left.
const begin = (button) => {
  current = button;
  const row = button.closest("li"), link = row.querySelector("h3 a"), heading = document.createElement("a");
  [heading.href, heading.textContent] = [link.href, link.textContent];
  player.root.classList.add("used");
  player.load(button.dataset, heading);
  player.seek(player.remembered());
  showInSystem(player, { title: link.textContent, artist: "", album: document.querySelector("h1").textContent, picture: row.querySelector("img").src });
};
list.addEventListener("click", (event) => {
  const button = event.target.closest(".play");
  if (!button) return;
  if (button === current) { player.toggle(); return; }
  player.audio.pause();
  begin(button);
  player.play();
});
for (const event of ["play", "pause", "ended"]) {
  player.audio.addEventListener(event, () => {
    for (const button of list.querySelectorAll(".play")) showPlaying(button, button === current && !player.audio.paused);
  });
}
listenToKeys({ " ": () => current && player.toggle(), k: () => current && player.toggle(), j: () => player.skip(-15), l: () => player.skip(30) });

// The search looks through all pages of the show; from the disk, where nothing can be fetched, through this one.
const filter = document.querySelector(".filter"), own = [...list.children];
let all = null;
const known = () => own.map((row) => ({ row, text: row.querySelector(".about").textContent.toLocaleLowerCase() }));
const fetched = async () => {
  try {
    const answer = await fetch(filter.dataset.all);
    if (!answer.ok) return known();
    const here = new Map(own.map((row) => [row.querySelector("h3 a").getAttribute("href"), row]));
    return (await answer.json()).map((each) => ({
      row: here.get(each.href) ?? made(each), text: [each.title, ...each.facts, each.summary].join("\n").toLocaleLowerCase(),
    }));
  } catch {
    return known();
  }
};
const made = (each) => {
  const row = own[0].cloneNode(true), link = row.querySelector("h3 a");
  row.querySelector("img").src = each.icon;
  for (const anchor of row.querySelectorAll("a")) anchor.href = each.href;
  link.textContent = each.title;
  row.querySelector(".facts").replaceChildren(...each.facts.map((fact) => Object.assign(document.createElement("span"), { className: "fact", textContent: fact })));
  row.querySelector(".summary")?.remove();
  row.querySelector(".play").remove();
  return row;
};
filter?.addEventListener("focus", async () => { all ??= await fetched(); });
filter?.addEventListener("input", async () => {
  all ??= await fetched();
  const wanted = filter.value.trim().toLocaleLowerCase();
  const rows = wanted ? all.filter((each) => each.text.includes(wanted)).slice(0, 100).map((each) => each.row) : own;
  list.replaceChildren(...rows);
  none.hidden = rows.length > 0;
  const pages = document.querySelector(".pages");
  if (pages) pages.hidden = Boolean(wanted);
});
