// Reads a feed, transcripts and pages with other people's parsers; prints what they found as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const folder = process.argv[3];
const text = (name) => readFileSync(`${folder}/${name}`, "utf8");
const { parseFeed } = require("feedsmith");
const partytime = require("podcast-partytime");
const { WebVTTParser } = require("webvtt-parser");
const srt = require("srt-validator");
const { HtmlValidate } = require("html-validate");

const validator = new HtmlValidate({ extends: ["html-validate:standard"] });
const episodes = {}, html = {};
const pages = ["index.html"];
for (const name of process.argv.slice(4)) {
  const { errors, cues } = new WebVTTParser().parse(text(`${name}/transcript.vtt`), "captions");
  episodes[name] = {
    vtt: { errors, cues: cues.map((c) => [c.startTime, c.endTime, c.text]) },
    srt: (srt.default ?? srt)(text(`${name}/transcript.srt`)),
  };
  pages.push(`${name}/index.html`, `${name}/transcript.html`, `${name}/embed.html`);
}
for (const name of pages) {
  const report = await validator.validateString(text(name));
  html[name] = report.results.flatMap((r) => r.messages.map((m) => `${m.line}: ${m.ruleId}: ${m.message}`));
}
console.log(JSON.stringify({
  feedsmith: parseFeed(text("feed.xml")),
  partytime: partytime.parseFeed(text("feed.xml")),
  episodes,
  html,
}));
