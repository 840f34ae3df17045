// Drives the player of an episode's page: playing, seeking, keys, memory.
import { browser, done, inSight, open, out, pause, playing, rest, settled, time, watch } from "./browser.mjs";

const [url] = rest;

// Plays, and the sentence shown is the one that sounds, at ten places.
let page = await open(url);
await page.click(".play");
await page.waitForFunction(() => document.querySelector("audio").currentTime > 0.7);
out.plays = [await page.getAttribute(".play", "aria-label"), await page.textContent(".gone")];
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

// The waveform has bars in the colours of who speaks, and ticks where chapters begin.
out.wave = await page.evaluate(() => ({
  bars: [...document.querySelectorAll(".shape")][0].innerHTML.match(/M/g).length,
  colours: [...document.querySelectorAll(".shape")[0].querySelectorAll("path")].map((path) => path.getAttribute("class")).sort(),
  ticks: document.querySelector(".ticks path").getAttribute("d").match(/M/g).length,
}));

// Seeks by chapter, by sentence, by address, by key, on the bar.
await page.click(".chapters li:nth-child(2) a"); await settled(page);
out.chapter = [await time(page), await page.textContent(".state .chapter")];
await pause(page);
await page.click(".cue >> nth=4"); await settled(page);
out.sentence = await time(page);
await pause(page);
await page.evaluate(() => { location.hash = "#t=0:42.5"; }); await settled(page);
out.address = await time(page);
await page.keyboard.press("j"); await settled(page);
out.key = await time(page);
await page.focus(".seek");
await page.keyboard.press("ArrowRight"); await settled(page);
out.bar = [await time(page), await page.getAttribute(".seek", "aria-valuetext")];
const box = await page.locator(".seek").boundingBox();
await page.click(".seek", { position: { x: box.width / 2, y: 10 } }); await settled(page);
out.middle = await time(page);
await page.hover(".seek", { position: { x: box.width * 0.75, y: 10 } });
out.hint = await page.textContent(".hint");

// Keys go on working wherever the focus is: on the bar, on a button, on the speed's neighbour.
out.afterFocus = [];
for (const selector of [".seek", ".play", ".skip.back"]) {
  await page.evaluate(() => { document.querySelector("audio").currentTime = 20; });
  await page.focus(selector);
  await page.keyboard.press("l"); await settled(page);
  out.afterFocus.push(await time(page));
}

// The speed and the place are remembered.
await page.selectOption(".speed", "1.5");
out.rate = await page.evaluate(() => document.querySelector("audio").playbackRate);
await page.evaluate(() => { document.querySelector("audio").currentTime = 27; });
await page.click(".play"); await page.waitForTimeout(400); await pause(page);
const again = await page.context().newPage();
watch(again);
await again.goto(url); await settled(again);
out.again = [await again.inputValue(".speed"), await again.isVisible(".resume"), await again.textContent(".resume .go"), Math.round(await time(again))];
await again.click(".resume .restart"); await playing(again);
out.restarted = [(await time(again)) < 3, await again.isVisible(".resume")];
await pause(again);

// An address with a time goes there, in a pause between two sentences too; one that is none stops nothing.
const linked = await open(url + "#t=36", { height: 500 }); await settled(linked);
out.deep = await time(linked);
const quiet = await open(url + "#t=53.3", { height: 500 }); await quiet.waitForTimeout(900);
out.pause = [await time(quiet), await inSight(quiet, ".cue.now"), await quiet.textContent(".cue.now")];
out.tracks = await linked.evaluate(() => new Promise((done) => {
  const track = document.querySelector("track");
  track.addEventListener("load", () => done(track.track.cues.length));
  track.addEventListener("error", () => done(-1));
  track.track.mode = "hidden";
}));
const odd = await open(url + "#t=%E0%A4%A"); await odd.keyboard.press("l"); await settled(odd);
out.odd = await time(odd);

// Without a script there is the browser's player, the text, and no dead button.
const plain = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })).newPage();
await plain.goto(url);
const visible = await Promise.all((await plain.$$("button, input, select")).map(async (each) => ((await each.isVisible()) ? each.getAttribute("popovertarget") ?? "dead" : null)));
out.plain = {
  audio: await plain.isVisible("audio"), text: await plain.isVisible(".cue"), deck: await plain.isVisible(".deck"),
  chapters: await plain.locator(".chapters li").count(), buttons: visible.filter(Boolean),
};
await plain.click("[popovertarget=subscribe]");
out.plain.subscribe = await plain.isVisible("#subscribe");

// A sound that is not there is said.
const broken = await (await browser.newContext()).newPage();
await broken.route("**/*.mp3", (route) => route.abort());
await broken.goto(url); await broken.click(".play"); await broken.waitForSelector(".trouble:not([hidden])");
out.trouble = await broken.textContent(".trouble");

// The embedded player plays, and opens at a time.
const embedded = await open(new URL("embed.html#t=12.3", url).href, { width: 640, height: 200 }); await settled(embedded);
out.embed = [await time(embedded), await embedded.textContent(".state .chapter"), await embedded.evaluate(() => document.documentElement.scrollHeight <= 200)];
await embedded.click(".play"); await playing(embedded);
await done();
