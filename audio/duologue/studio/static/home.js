// Bringing an article, and the list of episodes.
import { address, ask, attempt, byId, clock, el, onFile, t, tell } from "./base.js";

const open = (found) => {
  if (found.there) tell(t("there"));
  location.hash = `#${encodeURIComponent(found.slug)}`;
};
const bring = (options, query = "") => attempt(async () => {
  tell(t("reading"), 2);
  open(await ask("POST", `/articles${query}`, options));
});
const bringFile = async (file) => bring({ bytes: await file.arrayBuffer() }, `?name=${encodeURIComponent(file.name)}`);

export const showHome = () => attempt(async () => {
  const { folder, episodes } = await ask("GET", "/episodes");
  byId("where").textContent = folder;
  byId("no-episodes").hidden = episodes.length > 0;
  byId("feed-form").hidden = !episodes.some((one) => one.files);
  byId("episodes").replaceChildren(...episodes.map((one) => el("li", {},
    one.thumbnail ? el("img", { src: address(`/episodes/${encodeURIComponent(one.slug)}/files/${one.thumbnail}?${one.duration_ms}`), alt: "" }) : el("span", { class: "none" }),
    el("a", { href: `#${encodeURIComponent(one.slug)}` }, one.title),
    el("span", { class: "told-of" }, one.duration_ms ? el("span", { class: "quiet time" }, clock(one.duration_ms), " ") : null,
      one.message ? el("span", { class: "bad" }, one.message) : el("span", { class: `state ${one.state}` }, t(`state_${one.state}`))))));
});

onFile(byId("file"), bringFile);
byId("address-form").addEventListener("submit", (event) => { event.preventDefault(); if (byId("address").value) bring({ json: { url: byId("address").value } }); });
byId("text-form").addEventListener("submit", (event) => { event.preventDefault(); if (byId("text").value.trim()) bring({ json: { text: byId("text").value } }); });
byId("feed-form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => { const made = await ask("POST", "/feed", { json: { url: byId("feed-url").value || null } }); tell([t("feed_written", made), ...made.notes].join(" "), 15); });
});

const drop = byId("drop");
for (const name of ["dragenter", "dragover"]) document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
for (const name of ["dragleave", "drop"]) document.addEventListener(name, () => drop.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0], text = event.dataTransfer?.getData("text/plain");
  if (file) bringFile(file);
  else if (text) bring({ json: /^https?:\/\/\S+$/.test(text.trim()) ? { url: text.trim() } : { text } });
});
// Pasting anywhere on the first page brings the article.
document.addEventListener("paste", (event) => {
  if (byId("home").hidden || event.target.closest("input, textarea")) return;
  const file = event.clipboardData.files[0], text = event.clipboardData.getData("text/plain").trim();
  if (file) bringFile(file);
  else if (text) bring({ json: /^https?:\/\/\S+$/.test(text) ? { url: text } : { text } });
});
