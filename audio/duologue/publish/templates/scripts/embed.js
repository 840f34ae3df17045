import { timeOfHash } from "./clock.js";
import { createPlayer } from "./player.js";
import { listenToKeys } from "./keys.js";

const player = createPlayer(document.querySelector(".player"));
player.seek(timeOfHash(location.hash) ?? player.remembered());
listenToKeys({ " ": player.toggle, k: player.toggle, j: () => player.skip(-15), l: () => player.skip(30), n: player.nextChapter, p: player.chapterBefore });
