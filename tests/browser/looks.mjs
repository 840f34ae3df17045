// Looks at the pages of a show: widths, colours, languages, accessibility; pictures for the documents.
import { axe, browser, done, open, out, rest } from "./browser.mjs";

const [home, pictures] = rest;
const pages = { episode: "mian-bao/", show: "", transcript: "mian-bao/transcript.html", embed: "mian-bao/embed.html", hebrew: "ivrit/" };

// No width has a scroll bar to the side.
out.overflow = {};
for (const [name, path] of Object.entries(pages)) {
  for (const width of [360, 768, 1440]) {
    const view = await open(new URL(path, home).href, { width });
    await view.waitForTimeout(150);
    out.overflow[`${name} ${width}`] = await view.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await view.context().close();
  }
}
for (const [name, path] of pictures ? Object.entries(pages) : []) {
  for (const [width, scheme] of [[360, "light"], [360, "dark"], [768, "light"], [768, "dark"], [1440, "light"], [1440, "dark"]]) {
    const view = await open(new URL(path, home).href, { width, height: width < 500 ? 740 : 900, colorScheme: scheme });
    await view.waitForTimeout(300);
    await view.screenshot({ path: `${pictures}/${name}-${width}-${scheme}.png` });
    await view.context().close();
  }
}

// With forced colours the line that sounds, and what has been heard, are told apart.
const forced = await open(new URL("mian-bao/#t=24.5", home).href, { forcedColors: "active" });
await forced.waitForTimeout(400);
out.forced = await forced.evaluate(() => {
  const look = (selector) => { const style = getComputedStyle(document.querySelector(selector)); return style.backgroundColor + style.color; };
  const stroke = (selector) => getComputedStyle(document.querySelector(selector)).stroke;
  return { line: look(".cue.now") !== look(".cue:not(.now)"), wave: stroke(".shape path") !== stroke(".shape.heard path") };
});

// The layout does not move while the page comes to life.
const moved = await open("about:blank", { width: 360, height: 740 });
await moved.addInitScript(() => {
  window.shift = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });
});
await moved.goto(new URL("mian-bao/", home).href); await moved.waitForTimeout(800);
out.shift = await moved.evaluate(() => window.shift);

// Accessibility, with everything open that can be.
out.axe = [];
for (const [name, path] of Object.entries(pages)) {
  for (const [width, scheme] of [[1440, "light"], [1440, "dark"], [360, "light"], [360, "dark"]]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true, colorScheme: scheme });
    const view = await context.newPage();
    await view.goto(new URL(path, home).href);
    await view.evaluate(() => {
      // A sentence that sounds and one that was found have colours of their own; chips float above them.
      document.querySelectorAll(".cue").forEach((cue, n) => cue.classList.add(["now", "found", "x"][n % 3]));
      document.querySelectorAll(".dock [hidden], .player [hidden]").forEach((each) => { each.hidden = false; });
    });
    await view.evaluate(axe);
    for (const panel of ["", "#subscribe", "#share"]) {
      if (panel && !(await view.$(panel))) continue;
      if (panel) await view.evaluate((panel) => document.querySelector(panel).showPopover(), panel);
      const result = await view.evaluate(() => window.axe.run());
      out.axe.push(...result.violations.map((v) => `${name} ${width} ${scheme} ${panel}: ${v.impact}: ${v.id}: ${v.nodes[0].html} ${v.nodes[0].failureSummary}`));
    }
    await context.close();
  }
}
await done();
