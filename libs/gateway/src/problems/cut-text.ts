/** A text of at most `max` UTF-16 units: a longer one is cut in its middle, because it begins with what it is about and ends with the reason. */
export const cutText = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const half = (max - 1) / 2;
  return `${text.slice(0, Math.ceil(half))}…${text.slice(-Math.floor(half))}`.toWellFormed();
};
