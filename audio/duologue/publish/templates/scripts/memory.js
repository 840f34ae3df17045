// What this browser remembers: where an episode was left, and how fast one listens. It may refuse to.
const TIME = "duologue:at:", SPEED = "duologue:speed";
const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const write = (key, value) => {
  try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value); } catch { /* refused */ }
};

export const rememberedTime = (guid) => Number(read(TIME + guid)) || 0;
export const rememberTime = (guid, seconds) => write(TIME + guid, seconds > 0 ? seconds.toFixed(1) : null);
export const rememberedSpeed = () => read(SPEED) ?? "1";
export const rememberSpeed = (speed) => write(SPEED, speed === "1" ? null : speed);
