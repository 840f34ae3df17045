// Drives the player page in headless Chromium and prints what it saw as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [, , tools, chromium, url, pictures] = process.argv;
const require = createRequire(tools + "/");
const { chromium: browserType } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const browser = await browserType.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"],
});
const out = { console: [] };
const open = async (width, address, options = {}) => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options.context });
  const page = await context.newPage();
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) out.console.push(message.text()); });
  page.on("pageerror", (error) => out.console.push(String(error)));
  await page.goto(address);
  await page.waitForFunction(() => document.querySelector("audio").readyState > 0);
  return page;
};
const time = (page) => page.evaluate(() => document.querySelector("audio").currentTime);
const settled = (page) => page.waitForFunction(() => !document.querySelector("audio").seeking);

// Plays, and the sentence shown is the one that sounds, at ten places.
let page = await open(1440, url);
await page.evaluate(() => document.querySelector("audio").play());
await page.waitForFunction(() => document.querySelector("audio").currentTime > 0.7);
out.plays = true;
out.highlights = await page.evaluate(async () => {
  // What sounds is heard through an analyser, not read off the player's clock.
  const audio = document.querySelector("audio");
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 256 });
  context.createMediaElementSource(audio).connect(analyser).connect(context.destination);
  const wave = new Float32Array(256);
  const sounds = () => { analyser.getFloatTimeDomainData(wave); return wave.some((v) => Math.abs(v) > 0.02); };
  const cues = [...document.querySelectorAll(".cue")];
  let seed = 20240704;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const late = [];
  while (late.length < 10) {
    const place = Math.floor(random() * cues.length), cue = cues[place];
    const start = Number(cue.dataset.start) / 1000, silence = Number(cues[place - 1]?.dataset.end ?? 0) / 1000;
    audio.pause();
    // From the silence before the sentence: a tail of the one before would be heard instead.
    audio.currentTime = Math.max(silence + 0.05, start - 0.15 - 0.2 * random(), 0);
    await new Promise((done) => audio.addEventListener("seeked", done, { once: true }));
    await new Promise((done) => setTimeout(done, 100));
    const before = sounds();
    await audio.play();
    let heard = null, shown = null;
    const limit = performance.now() + 3000;
    while ((heard === null || shown === null) && performance.now() < limit) {
      if (heard === null && sounds()) heard = performance.now();
      if (shown === null && document.querySelector(".cue.now") === cue) shown = performance.now();
      await new Promise((done) => setTimeout(done, 2));
    }
    late.push(before || heard === null || shown === null ? 9999 : shown - heard);
  }
  audio.pause();
  return late;
});

// Seeks by chapter, by sentence, by address, by key.
await page.click(".chapters li:nth-child(2) a"); await settled(page);
out.chapter = await time(page);
await page.evaluate(() => document.querySelector("audio").pause());
await page.click(".cue >> nth=4"); await settled(page);
out.sentence = await time(page);
await page.evaluate(() => document.querySelector("audio").pause());
await page.evaluate(() => { location.hash = "#t=0:42.5"; }); await page.waitForTimeout(200); await settled(page);
out.address = await time(page);
await page.evaluate(() => document.activeElement.blur());
await page.keyboard.press("j"); await page.waitForTimeout(200); await settled(page);
out.key = await time(page);
await page.fill("#search", "面要睡觉");
out.found = await page.$$eval(".cue.found", (list) => list.length);
out.foundText = await page.textContent("#found");
await page.click("#after");
out.foundNext = [await page.textContent("#found"), await page.$eval(".cue.hit", (cue) => cue.textContent)];
out.marked = await page.evaluate(() => [...CSS.highlights.get("found")].map(String));
await page.fill("#search", "没有的话");
out.foundNone = await page.textContent("#found");
await page.selectOption("#speed", "1.5");
out.rate = await page.evaluate(() => document.querySelector("audio").playbackRate);
await page.fill("#search", "");
const linked = await open(1440, url + "#t=36"); await linked.waitForTimeout(300); await settled(linked);
out.deep = await time(linked);
out.tracks = await linked.evaluate(() => new Promise((done) => {
  const track = document.querySelector("track");
  track.addEventListener("load", () => done(track.track.cues.length));
  track.addEventListener("error", () => done(-1));
  track.track.mode = "hidden";
}));

// An address that is none stops nothing; without a script there is a player and a text, and no dead button.
const odd = await open(1440, url + "#t=%E0%A4%A"); await odd.keyboard.press("l"); await odd.waitForTimeout(200); await settled(odd);
out.odd = await time(odd);
const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await plain.goto(url);
out.plain = {
  audio: await plain.isVisible("audio"), text: await plain.isVisible(".cue"),
  buttons: (await Promise.all((await plain.$$("button, input, select")).map((each) => each.isVisible()))).filter(Boolean).length,
};
// A sound that is not there is said.
const silent = await browser.newContext(); const broken = await silent.newPage();
await broken.route("**/*.mp3", (route) => route.abort());
await broken.goto(url); await broken.waitForSelector("#trouble:not([hidden])");
out.trouble = await broken.textContent("#trouble");

// Every width without a scroll bar to the side; pictures for the documents.
out.overflow = {};
for (const [width, scheme] of [[360, "light"], [768, "light"], [1440, "light"], [1440, "dark"]]) {
  const view = await open(width, url + "#t=24.5", { context: { colorScheme: scheme } });
  await view.waitForTimeout(300); await settled(view);
  out.overflow[width] = await view.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (pictures) await view.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  if (pictures) await view.screenshot({ path: `${pictures}/player-${width}-${scheme}.png` });
}

// The show's page, one folder up.
const home = new URL("..", url).href;
for (const [width, scheme] of [[360, "light"], [768, "light"], [1440, "light"]]) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const view = await context.newPage();
  await view.goto(home);
  out.overflow[`show ${width}`] = await view.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (pictures) await view.screenshot({ path: `${pictures}/show-${width}-${scheme}.png` });
}

// Accessibility.
out.axe = [];
for (const [address, width] of [[url, 1440], [url, 360], [home, 1440], [home, 360]]) {
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true, colorScheme: scheme });
    const view = await context.newPage();
    await view.goto(address);
    // A sentence that sounds and one that was found have colours of their own.
    await view.evaluate(() => document.querySelectorAll(".cue").forEach((cue, n) => cue.classList.add(["now", "found", "x"][n % 3])));
    if (address === url) await view.fill("#search", "面");
    await view.evaluate(axe);
    const result = await view.evaluate(() => window.axe.run());
    out.axe.push(...result.violations.map((v) => `${v.impact}: ${v.id}: ${v.nodes[0].html} ${v.nodes[0].failureSummary}`));
  }
}
await browser.close();
console.log(JSON.stringify(out));
