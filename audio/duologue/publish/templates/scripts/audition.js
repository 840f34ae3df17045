"use strict";
(() => {
  const players = [...document.querySelectorAll("audio")];
  const told = document.getElementById("told");

  // One at a time: whoever starts, the others stop, and stay where they were.
  for (const player of players) {
    const card = player.closest("article");
    player.addEventListener("play", () => {
      for (const other of players) if (other !== player) other.pause();
      card.classList.add("playing");
    });
    for (const event of ["pause", "ended"]) player.addEventListener(event, () => card.classList.remove("playing"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
    const player = players[Number(event.key) - 1];
    if (!player) return;
    if (player.paused) player.play().catch(() => {}); else player.pause();
  });

  for (const button of document.querySelectorAll(".copy")) {
    button.addEventListener("click", async () => {
      const code = button.closest("article").querySelector("code");
      try {
        await navigator.clipboard.writeText(code.textContent);
        const label = button.textContent;
        button.textContent = button.dataset.copied;
        setTimeout(() => { button.textContent = label; }, 1500);
      } catch {
        // Without the clipboard the line is marked, to be copied by hand.
        getSelection().selectAllChildren(code);
      }
    });
  }

  const choices = [...document.querySelectorAll(".choose")];
  for (const button of choices) {
    button.addEventListener("click", async () => {
      for (const each of choices) each.disabled = true;
      try {
        const answer = await fetch("choose", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ cast: Number(button.dataset.cast) }),
        });
        const { written, message } = await answer.json();
        if (!written) throw new Error(message);
        told.textContent = told.dataset.chosen.replace("{}", () => written);
        button.closest("article").classList.add("taken");
      } catch (error) {
        told.textContent = told.dataset.failed.replace("{}", () => error.message);
        for (const each of choices) each.disabled = false;
      }
      told.scrollIntoView({ block: "nearest" });
    });
  }
})();
