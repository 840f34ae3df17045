// Seconds as a clock shows them, and back.
export const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, "0")];
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
};

// The time that an address names: #t=83.5, #t=1:23, #t=1:02:03; null for none.
export const timeOfHash = (hash) => {
  const match = /^#t=(?:npt:)?(\d+(?:(?::|%3A)\d+){0,2}(?:\.\d+)?)/i.exec(hash);
  return match ? match[1].split(/:|%3A/i).reduce((sum, part) => sum * 60 + Number(part), 0) : null;
};

// The place of the last of `items`, which grow, that is not beyond `limit`; -1 for none.
export const lastUpTo = (items, limit) => {
  let low = 0, high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle] <= limit) low = middle + 1; else high = middle;
  }
  return low - 1;
};
