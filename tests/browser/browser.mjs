// What all scripts that drive a page need: a browser, pages that tell what goes wrong in them, and their player.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

export const [, , tools, chromium, ...rest] = process.argv;
const require = createRequire(tools + "/");
const { chromium: browserType } = require("playwright-core");
export const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const browser = await browserType.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"],
});
export const out = { console: [] };

export const watch = (page) => {
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) out.console.push(message.text()); });
  page.on("pageerror", (error) => out.console.push(String(error)));
};
export const open = async (address, { width = 1440, height = 900, ...context } = {}) => {
  const made = await browser.newContext({ viewport: { width, height }, permissions: ["clipboard-read", "clipboard-write"], ...context });
  const page = await made.newPage();
  watch(page);
  await page.goto(address);
  return page;
};
export const time = (page) => page.evaluate(() => document.querySelector("audio").currentTime);
export const settled = async (page) => {
  await page.waitForFunction(() => { const audio = document.querySelector("audio"); return !audio.seeking; });
  await page.waitForTimeout(100);
};
export const playing = (page) => page.waitForFunction(() => { const audio = document.querySelector("audio"); return !audio.paused && audio.readyState > 2; });
export const pause = (page) => page.evaluate(() => document.querySelector("audio").pause());
// Whether a sentence is in the window, and not behind the player.
export const inSight = (page, selector) => page.evaluate((selector) => {
  const box = document.querySelector(selector)?.getBoundingClientRect(), player = document.querySelector(".player").getBoundingClientRect();
  const top = player.top <= 0 ? player.bottom : 0, bottom = player.top > 0 && player.bottom >= innerHeight ? player.top : innerHeight;
  return Boolean(box) && box.bottom > top && box.top < bottom;
}, selector);
export const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
export const done = async () => { await browser.close(); console.log(JSON.stringify(out)); };
