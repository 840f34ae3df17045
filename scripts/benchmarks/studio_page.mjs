// Drives the studio as a person would with one article, counts clicks and keys, and prints seconds as JSON.
import { createRequire } from "node:module";

const [, , tools, chromium, address, article] = process.argv;
const { chromium: browserType } = createRequire(`${tools}/`)("playwright-core");
const browser = await browserType.launch({
  executablePath: chromium, args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"],
});
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
const out = { clicks: 0, problems: [] };
page.on("pageerror", (error) => out.problems.push(String(error)));
page.on("console", (message) => { if (message.type() === "error") out.problems.push(message.text()); });
const click = async (selector) => { out.clicks += 1; await page.click(selector); };
const timed = async (name, work) => { const begun = Date.now(); await work(); out[name] = (Date.now() - begun) / 1000; };
const sounds = (id) => page.waitForFunction((id) => document.querySelector(id).currentTime > 0, id, { timeout: 120000 });

await page.goto(address);
await page.waitForSelector("html[data-ready]");
await timed("until the script is there", async () => {
  out.clicks += 1;
  await page.setInputFiles("#file", article);
  await page.waitForSelector(".line", { timeout: 60000 });
});

// Five lines, spread over the article, get the other speaker, as if it had been read so; this is not counted.
const slug = decodeURIComponent(new URL(page.url()).hash.slice(1));
const wrong = await page.evaluate(async (slug) => {
  const api = (rest = "") => new URL(`api/episodes/${encodeURIComponent(slug)}${rest}`, location.href);
  let script = await (await fetch(api())).json();
  const speech = script.lines.filter((line) => line.speaker && line.speaker !== "narrator");
  const found = [];
  for (let n = 1; n <= 5; n += 1) {
    const line = speech[Math.floor((speech.length * n) / 6)];
    const other = script.speakers.find((one) => one.name !== line.speaker).name;
    const answer = await fetch(api("/edits"), {
      method: "POST", headers: { "content-type": "application/json", "if-match": `"${script.version}"` },
      body: JSON.stringify({ op: "who", line: line.number, to: other }),
    });
    script = await answer.json();
    found.push([line.number, script.speakers.findIndex((one) => one.name === line.speaker)]);
  }
  return found;
}, slug);
await page.reload();
await page.waitForSelector(".line");
out.lines = await page.$$eval(".line", (found) => found.length);

await timed("five lines put right", async () => {
  for (const [number, speaker] of wrong) {
    await click(`.line[data-n="${number}"] .text`);
    const answer = page.waitForResponse((one) => one.url().endsWith("/edits"));
    await click(`.line[data-n="${number}"] .group:first-child .to:nth-child(${speaker + 1})`);
    await answer;
  }
});
await timed("the cast", async () => { await click("#tab-cast"); await page.waitForSelector("#cast li h2", { timeout: 120000 }); });
await timed("a person heard", async () => { await click("#cast li:nth-child(2) .bar button:nth-child(1)"); await sounds("#sample"); });
out["someone else heard"] = [];
for (let n = 0; n < 3; n += 1) {
  await page.evaluate(() => { document.querySelector("#sample").removeAttribute("src"); document.querySelector("#sample").load(); });
  const begun = Date.now();
  await click("#cast li:nth-child(2) .bar button:nth-child(2)");
  await sounds("#sample");
  out["someone else heard"].push((Date.now() - begun) / 1000);
  await page.waitForTimeout(1500);
}
await click("#tab-script");
await timed("first sound", async () => { await click("#play"); await sounds("#audio"); });
await page.waitForTimeout(5000);
await timed("a line that was clicked, heard", async () => {
  await click(`.line[data-n="${wrong[3][0]}"] .text`);
  await page.waitForFunction((n) => document.querySelector(".line.heard")?.dataset.n === n, String(wrong[3][0]), { timeout: 120000 });
});
await click("#tab-finish");
await timed("rendered", async () => { await click("#render"); await page.waitForSelector("#finished audio", { timeout: 1800000 }); });
await timed("checked", async () => {
  await click("#check");
  await page.waitForFunction(() => !/…$/.test(document.querySelector("#render-told").textContent), null, { timeout: 300000 });
});
out.told = await page.textContent("#render-told");
await browser.close();
console.log(JSON.stringify(out));
