// Keys that work wherever the focus is, but where it needs them itself.
const TAKES_TEXT = 'input:not([type="range"], [type="checkbox"]), select, textarea, [contenteditable]';

export const listenToKeys = (actions) => {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest(TAKES_TEXT) || event.target.closest("[popover]")) return;
    if (event.key === " " && event.target.closest("button, a, summary, input")) return;
    const action = actions[event.key];
    if (action) { event.preventDefault(); action(); }
  });
};
