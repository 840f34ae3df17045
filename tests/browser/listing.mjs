// Drives the page of a show: playing in the list, searching all of its pages.
import { done, open, out, playing, rest, time } from "./browser.mjs";

const [url] = rest;
const page = await open(url);
out.hidden = await page.isVisible(".player");
await page.click(".episodes li:nth-child(1) .play"); await playing(page); await page.waitForTimeout(700);
out.first = [await page.isVisible(".player"), await page.textContent(".state .chapter"), await page.getAttribute(".state .chapter a", "href"), (await time(page)) > 0.2];
out.on = await page.$$eval(".episodes .play", (list) => list.slice(0, 3).map((each) => each.classList.contains("on")));
await page.click(".episodes li:nth-child(2) .play"); await playing(page);
out.second = [await page.textContent(".state .chapter"), await page.$$eval(".episodes .play", (list) => list.slice(0, 3).map((each) => each.classList.contains("on")))];
await page.click(".episodes li:nth-child(2) .play");
await page.waitForFunction(() => document.querySelector("audio").paused);
await page.keyboard.press("k"); await playing(page);
out.left = await time(page);
await page.click(".player .play");

// The search finds what stands on another page, and leads there.
await page.fill(".filter", "第 3 个题目"); await page.waitForTimeout(400);
out.found = await page.$$eval(".episodes li", (list) => list.map((row) => [row.querySelector("h3").textContent, row.querySelector("h3 a").getAttribute("href"), row.querySelector(".facts").textContent]));
await page.fill(".filter", "没有这个"); await page.waitForTimeout(200);
out.none = [await page.$$eval(".episodes li", (list) => list.length), await page.isVisible(".none")];
await page.fill(".filter", ""); await page.waitForTimeout(200);
out.all = [await page.$$eval(".episodes li", (list) => list.length), await page.isVisible(".pages")];
await page.click(".pages a[rel=next]"); await page.waitForLoadState();
out.page = [await page.textContent("[aria-current=page]"), await page.$$eval(".episodes li", (list) => list.length)];
await done();
