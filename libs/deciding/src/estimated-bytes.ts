/** What V8 spends, rounded up: a string's header, an object with its map and properties pointer, an array with its elements, a slot. */
const STRING = 16;
const OBJECT = 32;
const ARRAY = 32;
const SLOT = 8;
const NUMBER = 16;

/** Bytes of heap that a value keeps, estimated: text as two bytes a unit where it may need them, shared parts as often as they are met. */
export const estimatedBytes = (value: unknown): number => {
  if (typeof value === 'string') return STRING + value.length * (isLatin1(value) ? 1 : 2);
  if (typeof value === 'number') return NUMBER;
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((bytes, item) => bytes + SLOT + estimatedBytes(item), ARRAY);
  if (value instanceof Map || value instanceof Set) return estimatedBytes([...value]) + value.size * 3 * SLOT;
  let bytes = OBJECT;
  for (const key in value) bytes += SLOT + estimatedBytes((value as Record<string, unknown>)[key]);
  return bytes;
};

/** V8 keeps text whose units all fit a byte in single bytes. */
const isLatin1 = (text: string): boolean => !BEYOND_LATIN1.test(text);
const BEYOND_LATIN1 = /[\u0100-\uffff]/;
