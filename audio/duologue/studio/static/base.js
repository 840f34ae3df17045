// What all parts of the page need: words, elements, requests, and sentences for the person.
const root = new URL("../", import.meta.url);
const wanted = document.documentElement.lang;
const { words } = await (await fetch(new URL(`words.json?lang=${wanted}`, root))).json();

// A word of the page's language, with what is put into it.
export const t = (name, values = {}) =>
  (words[name] ?? name).replace(/\{(\w+)\}/g, (all, key) => (key in values ? String(values[key]) : all));

export const byId = (id) => document.getElementById(id);

// An element with attributes, handlers (`onclick`) and children; text is text, never markup.
export const el = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "disabled") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
};

export const address = (path) => new URL(`api${path}`, root).href;

export class Problem extends Error {
  constructor(message, status) { super(message); this.status = status; }
}

// A request to the API; what went wrong is a sentence.
export const ask = async (method, path, { json, bytes, version } = {}) => {
  const headers = {};
  if (json !== undefined) headers["content-type"] = "application/json";
  if (bytes !== undefined) headers["content-type"] = "application/octet-stream";
  if (version) headers["if-match"] = `"${version}"`;
  let answer;
  try {
    answer = await fetch(address(path), { method, headers, body: json !== undefined ? JSON.stringify(json) : bytes });
  } catch {
    throw new Problem(t("no_server"), 0);
  }
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(found.message || t("failed", { status: answer.status }), answer.status);
  return found;
};

// Tells the person a sentence for a while; screen readers say it too.
export const tell = (message, seconds = 7) => {
  const line = el("p", {}, message);
  byId("told").append(line);
  setTimeout(() => line.remove(), seconds * 1000);
};

// Does what may fail, and tells what went wrong.
export const attempt = async (work) => {
  try { return await work(); } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    tell(problem.message, 12);
    return null;
  }
};

export const clock = (ms) => {
  const seconds = Math.max(0, Math.round(ms / 1000)), pad = (n) => String(n).padStart(2, "0");
  return seconds < 3600 ? `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`
    : `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
};

// The bytes of the file that a person chooses in an input.
export const onFile = (input, use) => input.addEventListener("change", async () => {
  const file = input.files[0];
  input.value = "";
  if (file) use(file);
});

export const colourOf = (script, name) => {
  const at = script.speakers.findIndex((one) => one.name === name);
  return at < 0 ? "narrator" : `s${at % 6}`;
};
export const NARRATOR = "narrator";
export const shown = (name) => (name === NARRATOR ? t("narrator") : name);
