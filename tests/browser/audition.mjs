// Drives the audition's page in headless Chromium and prints what it saw as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [, , tools, chromium, file, served, pictures] = process.argv;
const require = createRequire(tools + "/");
const { chromium: browserType } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const browser = await browserType.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"],
});
const out = { console: [], requests: [], overflow: {}, axe: [] };
const open = async (address, width, scheme, options = {}) => {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: Boolean(options.axe),
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) out.console.push(message.text()); });
  page.on("pageerror", (error) => out.console.push(String(error)));
  page.on("request", (request) => { if (/^https?:/.test(request.url())) out.requests.push(request.method()); });
  await page.goto(address);
  await page.waitForFunction(() => [...document.querySelectorAll("audio")].every((audio) => audio.readyState > 0));
  return page;
};
const states = (page) => page.evaluate(() => [...document.querySelectorAll("audio")].map((audio) => !audio.paused));

// From the disk: every cast plays, one at a time, by button and by key; nothing is fetched.
let page = await open(file, 1280, "light");
out.seconds = await page.evaluate(() => [...document.querySelectorAll("audio")].map((audio) => audio.duration));
out.labels = await page.evaluate(() => [...document.querySelectorAll("audio")].map((audio) => audio.getAttribute("aria-label")));
await page.evaluate(() => document.querySelectorAll("audio")[0].play());
await page.waitForFunction(() => document.querySelector("audio").currentTime > 0.1);
out.first = await states(page);
await page.keyboard.press("2");
await page.waitForFunction(() => document.querySelectorAll("audio")[1].currentTime > 0.1);
out.second = await states(page);
await page.keyboard.press("2");
await page.waitForFunction(() => document.querySelectorAll("audio")[1].paused);
out.stopped = await states(page);
await page.click(".copy >> nth=1");
out.copied = await page.evaluate(() => navigator.clipboard.readText());
out.diskRequests = out.requests.length;

for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [360, "light"], [360, "dark"]]) {
  for (const [kind, address] of [["disk", file], ["served", served]]) {
    page = await open(address, width, scheme, { axe: true });
    out.overflow[`${kind}-${width}`] = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run());
    out.axe.push(...violations.map((violation) => `${kind} ${width} ${scheme}: ${violation.id}`));
    if (pictures) await page.screenshot({ path: `${pictures}/audition-${kind}-${width}-${scheme}.png`, fullPage: true });
  }
}

// Served: the button chooses, once, and says where it was written.
page = await open(served, 1280, "light");
await page.click(".choose >> nth=1");
await page.waitForFunction(() => document.getElementById("told").textContent);
out.told = await page.textContent("#told");
out.disabled = await page.evaluate(() => [...document.querySelectorAll(".choose")].every((button) => button.disabled));
await browser.close();
console.log(JSON.stringify(out));
