import { InvalidEvent } from './failures.js';
import { NESTING_MAX } from './limits.js';

/** What a program holds and JSON cannot: told apart from faults of the program itself. */
const notJson = new Error('not JSON');

/** Anything that cannot stand between quotes as it is: controls, quote, backslash, and halves of surrogate pairs (whole pairs are fine). */
const needsCare = /[\u0000-\u001f"\\\ud800-\udfff]/;

const encodeString = (text: string): string => {
  if (!needsCare.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw notJson;
  // For well-formed text JSON.stringify escapes exactly what RFC 8785 wants escaped, in the form that it wants.
  return JSON.stringify(text);
};

/** Keys as they stand in the text, with quotes and colon: the same few come again and again. */
const encodedKeys = new Map<string, string>();
const ENCODED_KEYS_MAX = 4_096;

const encodeKey = (key: string): string => {
  const known = encodedKeys.get(key);
  if (known !== undefined) return known;
  const encoded = `${encodeString(key)}:`;
  if (encodedKeys.size < ENCODED_KEYS_MAX && key.length <= 64) encodedKeys.set(key, encoded);
  return encoded;
};

/** RFC 8785 orders keys by their UTF-16 code units, which is what `<` compares. Records have few keys, and mostly in order: insertion wins. */
const sortKeys = (keys: string[]): string[] => {
  if (keys.length > 32) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let at = i - 1;
    while (at >= 0 && (keys[at] as string) > key) {
      keys[at + 1] = keys[at] as string;
      at--;
    }
    keys[at + 1] = key;
  }
  return keys;
};

/** An object of fields: not a Date, a Map or anything else whose content JSON would lose or write in its own way. */
const isRecord = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.prototype.toString.call(value) === '[object Object]' && !('toJSON' in value);
};

const encodeArray = (values: readonly unknown[], depth: number): string => {
  if (depth > NESTING_MAX) throw notJson;
  let text = '[';
  for (let i = 0; i < values.length; i++) text += (i === 0 ? '' : ',') + encode(values[i], depth);
  return text + ']';
};

const encodeRecord = (record: Record<string, unknown>, depth: number): string => {
  if (depth > NESTING_MAX || !isRecord(record)) throw notJson;
  const keys = sortKeys(Object.keys(record));
  let text = '{';
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    text += (i === 0 ? '' : ',') + encodeKey(key) + encode(record[key], depth);
  }
  return text + '}';
};

const encode = (value: unknown, depth: number): string => {
  switch (typeof value) {
    case 'string':
      return encodeString(value);
    case 'number':
      if (!Number.isFinite(value)) throw notJson;
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? encodeArray(value, depth + 1) : encodeRecord(value as Record<string, unknown>, depth + 1);
    default:
      throw notJson;
  }
};

/** Looks for what `encode` refused: slow, and only called where something is wrong. */
const findFault = (value: unknown, path: string, depth: number): InvalidEvent | undefined => {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : new InvalidEvent(path, 'holds half of a surrogate pair');
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : new InvalidEvent(path, `${value} is no number of JSON`);
  if (typeof value === 'boolean' || value === null) return undefined;
  if (typeof value !== 'object') return new InvalidEvent(path, `is of type ${typeof value}, which JSON does not have`);
  if (depth >= NESTING_MAX) return new InvalidEvent(path, `is nested deeper than ${NESTING_MAX} levels`);
  if (Array.isArray(value)) return firstFault(value.length, (i) => findFault(value[i], `${path}[${i}]`, depth + 1));
  if (!isRecord(value)) return new InvalidEvent(path, `is a ${value.constructor.name}, which JSON does not have`);
  const entries = Object.entries(value);
  return firstFault(entries.length, (i) => {
    const [key, inner] = entries[i] as [string, unknown];
    if (!key.isWellFormed()) return new InvalidEvent(path, 'has a key that holds half of a surrogate pair');
    return findFault(inner, path === '' ? key : `${path}.${key}`, depth + 1);
  });
};

const firstFault = (count: number, faultOf: (index: number) => InvalidEvent | undefined): InvalidEvent | undefined => {
  for (let i = 0; i < count; i++) {
    const fault = faultOf(i);
    if (fault) return fault;
  }
  return undefined;
};

/** The canonical JSON text of a value (RFC 8785): equal values give equal texts, whatever the order of their keys.
 *  Fails with InvalidEvent for what JSON cannot hold (undefined, NaN, half a surrogate pair, a Date …), naming its place below `path`. */
export const canonicalJson = (value: unknown, path = ''): string => {
  try {
    return encode(value, 0);
  } catch (error) {
    if (error !== notJson) throw error;
    throw findFault(value, path, 0) ?? new InvalidEvent(path, 'is nothing that JSON can hold');
  }
};
