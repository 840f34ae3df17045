// Drives the studio in headless Chromium as a person would, and prints what it saw as JSON.
import { readFileSync } from "node:fs";
import { axe, browser, done, open, out, rest, watch } from "./browser.mjs";

const [address, article, hostile, cover, pictures] = rest;
out.clicks = 0;
out.overflow = {};
out.axe = [];
let page = await open(address);
const ready = (page) => page.waitForSelector("html[data-ready]");
const click = async (selector) => { out.clicks += 1; await page.click(selector); };
const press = (key) => page.keyboard.press(key);
const texts = (selector) => page.$$eval(selector, (found) => found.map((one) => one.textContent));
const lineWith = (text) => page.evaluate((text) => [...document.querySelectorAll(".line")].find((line) => line.querySelector(".text").textContent.includes(text)).dataset.n, text);
const saved = async (work) => { const before = await page.textContent("#undo"); const answer = page.waitForResponse((one) => /\/(edits|undo|redo|settled)$/.test(one.url())); await work(); await answer; await page.waitForTimeout(50); return before; };
const look = async (name) => { if (pictures) await page.screenshot({ path: `${pictures}/studio-${name}.png` }); };

// Bring an article by pasting it.
await ready(page);
const begun = Date.now();
await page.fill("#text", readFileSync(article, "utf8"));
await click("#text-form button");
await page.waitForSelector(".line");
out.readMs = Date.now() - begun;
out.speakers = [...new Set(await texts(".line .who"))];

// Five lines are said by the wrong person: each is put right with two clicks.
for (const wrong of ["wrong one", "wrong two", "wrong three", "wrong four", "wrong five"]) {
  const number = await lineWith(wrong);
  await click(`.line[data-n="${number}"] .text`);
  const other = await page.getAttribute(`.line[data-n="${number}"] .to[aria-pressed=false]`, "class");
  await saved(() => click(`.line[data-n="${number}"] .to.${other.split(" ").at(-1)}`));
}
await look("script");

// Cast: the guest is someone else. Then all of it is heard from the beginning.
await click("#tab-cast");
await page.waitForSelector("#cast li button.main");
const voices = () => page.$$eval("#cast select", (found) => found.map((one) => one.value));
out.voices = [await voices()];
await page.click("#cast li:nth-child(1) summary");
const tried = page.waitForResponse((one) => one.url().includes("/sample?"));
await page.click("#cast li:nth-child(1) .every li:nth-child(3) button");
out.tried = (await tried).status();
await saved(() => click("#cast li:nth-child(2) .bar button:nth-child(2)"));
await page.waitForFunction(() => document.querySelector("#sample").currentTime > 0.1);
await page.waitForFunction((old) => document.querySelector("#cast li:nth-child(2) select").value !== old, out.voices[0][1]);
await page.waitForTimeout(300);
out.focusStays = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
out.voices.push(await voices());
await look("cast");
await click("#tab-script");
const pressed = Date.now();
await click("#play");
await page.waitForFunction(() => document.querySelector("#audio").currentTime > 0);
out.firstSoundMs = Date.now() - pressed;
await page.waitForSelector(".line.heard", { timeout: 60000 });
out.lit = await page.textContent(".line.heard .text");
// A line that is clicked while one listens is heard next.
const later = await lineWith("wrong five");
await click(`.line[data-n="${later}"] .text`);
await page.waitForFunction((n) => document.querySelector(".line.heard")?.dataset.n === n, later);
await look("heard");
// It stays lit when a line before it goes.
await press("k");
await saved(() => press("d"));
await page.waitForFunction(() => document.querySelector(".line.heard .text")?.textContent.includes("wrong five"));
await saved(() => press("u"));
await click("#play");
out.paused = await page.evaluate(() => document.querySelector("#audio").paused);

// Finish.
await click("#tab-finish");
await click("#render");
await page.waitForSelector("#finished audio", { timeout: 120000 });
out.told = await page.textContent("#render-told");
out.totalMs = Date.now() - begun;
out.wholeClicks = out.clicks;
out.files = await texts("#finished a");

// What listeners see: a chapter's name, the cover, the notes, what is said at the start; it is rendered once more.
await saved(async () => { await page.fill("#chapters input", "Who has the last word"); await press("Tab"); });
await saved(async () => { await page.fill("#notes", "Of tides, and of whoever counts them."); await press("Tab"); });
const covered = page.waitForResponse((one) => one.url().endsWith("/cover"));
await page.setInputFiles("#picture", cover);
await covered;
await page.waitForFunction(() => document.querySelector("#cover").naturalWidth === 700);
out.coverShown = await page.evaluate(() => document.querySelector("#cover").naturalWidth);
await page.selectOption("#said", "own");
await page.fill("#said-text", "Nobody here is real.");
const told = page.waitForResponse((one) => one.url().endsWith("/disclosure") && one.request().method() === "PUT");
await press("Tab");
await told;
await page.click("#render");
await page.waitForFunction(() => /^Done: [1-9]/.test(document.querySelector("#render-told").textContent), null, { timeout: 120000 });
await look("finish");

// By keys alone: next line, another person, undo, redo, words, split, join, heading, drop, pause, reading.
await page.click("#tab-script");
await page.focus(".line[aria-current=true]");
out.keys = {};
await press("j");
out.keys.moved = await page.evaluate(() => document.activeElement.dataset.n);
const count = () => page.$$eval(".line", (found) => found.length);
const lines = await count();
await saved(() => press("d"));
out.keys.dropped = lines - (await count());
await saved(() => press("u"));
out.keys.undone = lines - (await count());
await saved(() => press("U"));
out.keys.redone = lines - (await count());
await saved(() => press("u"));
await press("e");
await page.keyboard.type("Well then. ");
await saved(() => press("Control+Enter"));
out.keys.words = await page.textContent(".line[aria-current=true] .text");
await press("p");
await saved(() => press("Enter"));
out.keys.marks = await page.textContent(".line[aria-current=true] .marks");
await saved(() => press("h"));
out.keys.heading = await page.getAttribute(".line[aria-current=true]", "class");
await saved(() => press("u"));
await press("j");
await press("e");
await press("Control+Home");
for (let n = 0; n < 9; n += 1) await press("ArrowRight");
const unsplit = await count();
await saved(() => page.click(".line form button:has-text('cursor')"));
out.keys.split = (await count()) - unsplit;
await press("j");
await saved(() => press("b"));
out.keys.joined = (await count()) - unsplit;
await press("e");
await press("Escape");
out.keys.focusIsBack = await page.evaluate(() => document.activeElement.classList.contains("line"));

await page.click("#retitle");
await page.fill("#title-input", "The clerk of the tides");
await saved(() => page.keyboard.press("Enter"));
out.title = await page.textContent("#work-title");
await saved(() => page.click("#undo"));

// Select a word and say it otherwise: it is heard at once.
const place = await lineWith("tide");
await page.click(`.line[data-n="${place}"] .text`);
await page.evaluate((n) => {
  const text = document.querySelector(`.line[data-n="${n}"] .text`).firstChild, at = text.data.indexOf("tide"), range = document.createRange();
  range.setStart(text, at);
  range.setEnd(text, at + 4);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}, place);
await press("r");
await page.keyboard.type("water");
const spoken = page.waitForResponse((one) => one.url().includes("/line?"));
await saved(() => press("Enter"));
out.keys.spoken = (await spoken).status();
out.keys.reading = await page.getAttribute(`.line[data-n="${place}"] mark`, "title");

// Two windows: what one changes the other shows; what it changes from an old version is refused with a word.
const other = await page.context().newPage();
watch(other);
await other.goto(page.url());
await other.waitForSelector(".line");
await saved(() => press("d"));
await other.waitForFunction((expected) => document.querySelectorAll(".line").length === expected, await count());
out.otherTold = await other.textContent("#told");
await other.close();

// Every width, both schemes, both languages, every part.
for (const [width, scheme, lang] of [[360, "light", "en"], [360, "dark", "zh"], [768, "light", "zh"], [1440, "dark", "en"], [1440, "light", "zh"]]) {
  const hash = new URL(page.url()).hash;
  const look = await open(`${address}?lang=${lang}`, { width, colorScheme: scheme, bypassCSP: true, reducedMotion: "reduce" });
  await ready(look);
  await look.evaluate(axe);
  const inspect = async (part) => {
    out.overflow[`${part}-${width}-${lang}`] = await look.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    const { violations } = await look.evaluate(() => axe.run());
    out.axe.push(...violations.map((one) => `${part} ${width} ${scheme}: ${one.id} ${one.nodes[0].html.slice(0, 120)}`));
    if (pictures) await look.screenshot({ path: `${pictures}/studio-${part}-${width}-${scheme}-${lang}.png` });
  };
  await inspect("home");
  await look.evaluate((hash) => { location.hash = hash; }, hash);
  await look.waitForSelector(".line[aria-current] .bar");
  await look.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  await inspect("script");
  await look.click("#tab-cast");
  await look.waitForSelector("#cast li button.main");
  await inspect("cast");
  await look.click("#tab-finish");
  await look.waitForSelector("#cover:not([hidden])");
  await inspect("finish");
  await look.close();
}

// An article with scripts in every field.
page = await open(address);
await ready(page);
let alerts = 0;
page.on("dialog", (dialog) => { alerts += 1; dialog.dismiss(); });
await page.fill("#text", readFileSync(hostile, "utf8"));
await page.click("#text-form button");
await page.waitForSelector(".line");
await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
out.hostileShown = (await texts(".line .text")).join("\n");
await page.click("#tab-cast");
await page.waitForSelector("#cast li button.main");
await page.click("#home-link");
await page.waitForSelector("#episodes a");
out.alerts = alerts;
out.injected = await page.evaluate(() => document.querySelectorAll("main img[src=x], main script").length);

// Another site's page cannot ask, and cannot frame it.
const site = await open("data:text/html,<title>elsewhere</title>");
site.removeAllListeners("console");
out.foreign = await site.evaluate(async (address) => {
  const tries = [fetch(`${address}api/episodes`), fetch(`${address}api/articles`, { method: "POST", mode: "no-cors", headers: { "content-type": "text/plain" }, body: "{}" })];
  return (await Promise.allSettled(tries)).map((one) => (one.status === "fulfilled" ? one.value.type : "refused"));
}, address);
await done();
