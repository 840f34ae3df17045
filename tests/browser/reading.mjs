// Drives the transcript: following the sound, letting a reader go, searching, quoting, sharing, subscribing.
import { clipboard, done, inSight, open, out, pause, playing, rest, settled, time } from "./browser.mjs";

const [url] = rest;
const now = ".cue.now";

// While it plays the line is in sight, and the next ones too.
let page = await open(url, { height: 600 });
await page.evaluate(() => { document.querySelector("audio").currentTime = 20; });
await page.click(".play"); await playing(page); await page.waitForTimeout(1600);
out.follows = [await inSight(page, now), await page.isVisible(".now.chip")];

// A reader who scrolls, by whatever means, is left alone; a button leads back, and the sound is followed again.
out.left = {};
const place = () => page.evaluate(() => scrollY);
const ways = {
  wheel: async () => { await page.mouse.move(800, 400); await page.mouse.wheel(0, 1500); },
  home: () => page.keyboard.press("Home"),
  pageUp: async () => { await page.keyboard.press("PageUp"); await page.keyboard.press("PageUp"); await page.keyboard.press("PageUp"); },
  scrollbar: () => page.evaluate(() => scrollTo({ top: 0, behavior: "instant" })), // what dragging the bar does
};
for (const [name, scroll] of Object.entries(ways)) {
  await page.evaluate(() => { document.querySelector("audio").currentTime = 30; });
  await page.waitForTimeout(400);
  if (await page.isVisible("button.now")) await page.click("button.now");
  await page.waitForTimeout(1200);
  await scroll(); await page.waitForTimeout(900);
  const before = await place();
  const cue = await page.textContent(now);
  await page.waitForFunction((cue) => document.querySelector(".cue.now")?.textContent !== cue, cue);
  await page.waitForTimeout(700);
  out.left[name] = [(await place()) === before, await inSight(page, now), await page.isVisible("button.now")];
}
await page.click("button.now"); await page.waitForTimeout(1200);
out.back = [await inSight(page, now), await page.isVisible("button.now")];
// Scrolled away and back by hand: the line is in sight, and is followed.
await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" })); await page.waitForTimeout(300);
await page.evaluate(() => document.querySelector(".cue.now").scrollIntoView({ block: "center", behavior: "instant" })); await page.waitForTimeout(2500);
out.byHand = [await inSight(page, now), await page.isVisible("button.now")];
await pause(page);

// On a phone a finger scrolls.
const phone = await open(url, { width: 360, height: 640, hasTouch: true, isMobile: true });
await phone.evaluate(() => { document.querySelector("audio").currentTime = 30; });
await phone.tap(".play"); await playing(phone); await phone.waitForTimeout(1500);
const session = await phone.context().newCDPSession(phone);
for (let swipe = 0; swipe < 3; swipe++) {
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: 180, y: 120 }] });
  for (let y = 140; y < 520; y += 20) await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: 180, y }] });
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}
await phone.waitForTimeout(1500); // the page glides on for a while
const before = await phone.evaluate(() => scrollY);
await phone.waitForTimeout(2300);
out.touch = [(await phone.evaluate(() => scrollY)) === before, await phone.isVisible("button.now")];
await pause(phone);

// Search, by its key and by its button.
await page.keyboard.press("/");
await page.keyboard.type("第 7 句");
out.found = [await page.$$eval(".cue.found", (list) => list.length), await page.textContent(".count")];
await page.fill(".search input", "句话");
out.many = await page.textContent(".count");
await page.click(".search .next"); await page.waitForTimeout(1000);
out.next = [await page.textContent(".count"), await page.textContent(".cue.hit"), await inSight(page, ".cue.hit")];
await page.keyboard.press("Shift+Enter");
out.marked = await page.evaluate(() => [...CSS.highlights.get("found")].map(String).slice(0, 2));
await page.fill(".search input", "没有的话");
out.none = await page.textContent(".count");
await page.press(".search input", "Escape");
out.closed = await page.isVisible(".search.chip");
await page.click(".deck .find");
out.opened = await page.evaluate(() => document.activeElement.closest(".search") !== null);
await page.click(".search .close");

// A sentence as a quote, with who said it and where; a link from there.
await page.evaluate(() => {
  const cue = document.querySelectorAll(".cue")[4], range = document.createRange();
  range.selectNodeContents(cue);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
});
await page.waitForSelector(".pick:not([hidden])");
await page.click(".pick .quote"); await page.waitForTimeout(200);
out.quote = await clipboard(page);
await page.click(".pick .from-here");
out.fromHere = [await page.isChecked(".from-now"), await page.inputValue("#share .link")];
await page.click("#share .copying:has(.link) .copy"); await page.waitForTimeout(200);
out.link = await clipboard(page);
await page.uncheck(".from-now");
out.whole = await page.inputValue("#share .link");
out.code = await page.inputValue("#share .code");
await page.click("#share .close");
await page.evaluate(() => { document.querySelector("audio").currentTime = 21; }); await settled(page);
await page.click("[popovertarget=share]");
out.offered = await page.textContent(".choice");
out.unchecked = await page.inputValue("#share .link");
await page.check(".from-now");
out.now = await page.inputValue("#share .link");
await page.keyboard.press("Escape");

// Subscribing: the address to copy.
await page.click("[popovertarget=subscribe]");
await page.click("#subscribe .copy"); await page.waitForTimeout(200);
out.feed = await clipboard(page);
await page.keyboard.press("Escape");
out.time = await time(page);
await done();
