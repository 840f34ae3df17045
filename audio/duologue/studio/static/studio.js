// The studio's page: which part is shown, what happens elsewhere, and the keys.
import { address, attempt, byId, el, t } from "./base.js";
import { showCast } from "./cast.js";
import { onRender, showFinish } from "./finish.js";
import { showHome } from "./home.js";
import * as player from "./player.js";
import * as script from "./script.js";

const tabs = ["script", "cast", "finish"];
let tab = "script";

const showTab = (name, focus = false) => {
  tab = name;
  for (const one of tabs) {
    byId(`panel-${one}`).hidden = one !== name;
    byId(`tab-${one}`).setAttribute("aria-selected", String(one === name));
    byId(`tab-${one}`).tabIndex = one === name ? 0 : -1;
  }
  if (focus) byId(`tab-${name}`).focus();
  if (name === "cast") showCast();
  if (name === "finish") showFinish();
};
for (const [at, name] of tabs.entries()) {
  byId(`tab-${name}`).addEventListener("click", () => showTab(name));
  byId(`tab-${name}`).addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) { event.preventDefault(); event.stopPropagation(); showTab(tabs[(at + step + tabs.length) % tabs.length], true); }
  });
}

const show = async () => {
  const slug = decodeURIComponent(location.hash.slice(1));
  if (slug === "main") return;
  const loaded = slug && await attempt(async () => { await script.load(slug); return true; });
  byId("home").hidden = Boolean(loaded);
  byId("work").hidden = !loaded;
  player.belongsTo(loaded ? slug : null);
  document.title = loaded ? `${script.current().title} – ${t("title")}` : t("title");
  if (loaded) { byId("where").textContent = ""; showTab("script"); } else { await showHome(); }
};

script.setUpScript(() => { if (tab === "cast") showCast(); if (tab === "finish" && !byId("panel-finish").contains(document.activeElement)) showFinish(); });
player.setUpPlayer(script.light, script.chosenLine);
addEventListener("hashchange", show);
byId("language").addEventListener("change", (event) => {
  const page = new URL(location.href);
  page.searchParams.set("lang", event.target.value);
  location.assign(page);
});

const events = new EventSource(address("/events"));
const on = (name, handle) => events.addEventListener(name, (event) => handle(JSON.parse(event.data)));
on("script", (event) => { if (!byId("work").hidden && event.slug === script.current()?.slug) attempt(() => script.refresh(event.version)); });
on("render", (event) => { onRender(event); if (event.state === "done" && tab === "finish") showFinish(); });
on("heard", player.heard);
on("unheard", player.unheard);
on("made", player.made);
addEventListener("pagehide", () => events.close());

const keys = byId("keys");
byId("keys-list").replaceChildren(...script.KEYS.flatMap(([key, word]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, t(word))]));
byId("help").addEventListener("click", () => keys.showModal());

addEventListener("keydown", (event) => {
  if (byId("work").hidden || keys.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const inField = event.target.closest("input, textarea, select"), onButton = event.target.closest("button, a, summary, audio");
  if (inField || (onButton && ["Enter", " "].includes(event.key))) return;
  if (event.key === " ") { event.preventDefault(); player.toggle(); return; }
  if (event.key === "?") { keys.showModal(); return; }
  if (tab === "script" && script.onKey(event)) event.preventDefault();
});

await show();
document.documentElement.dataset.ready = "yes";
