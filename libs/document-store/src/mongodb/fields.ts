import { FIELDS_DEPTH_MAX } from './limits.js';

/** A document's body as analysts read it: the same fields, as MongoDB likes them. Docket itself reads the JSON text beside it. */

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Names that a path in a query can be made of. */
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export interface KeyValue {
  readonly k: string;
  readonly v: unknown;
}

/** Instants become dates; an object with names that no path can hold (a dot, a dollar, a blank) becomes a list of `{k, v}`, and so does each of those that are
 *  named `maps`: what people name themselves. What lies deeper than FIELDS_DEPTH_MAX is the text of its JSON. */
export const fieldsOf = (body: object, maps: ReadonlySet<string>): Record<string, unknown> => {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const isMap = maps.has(name) && typeof value === 'object' && value !== null && !Array.isArray(value);
    fields[name] = isMap ? listed(value as object, 1) : fieldOf(value, 1);
  }
  return fields;
};

/** `depth`: levels of the body around the value. */
const fieldOf = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return INSTANT.test(value) ? dateOf(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === FIELDS_DEPTH_MAX) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map((inner) => fieldOf(inner, depth + 1));
  const entries = Object.entries(value);
  if (!entries.every(([name]) => PLAIN_NAME.test(name))) return listed(value, depth);
  return Object.fromEntries(entries.map(([name, inner]) => [name, fieldOf(inner, depth + 1)]));
};

/** 30 February looks like an instant, too, and stays a text. */
const dateOf = (text: string): Date | string => {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) || date.toISOString() !== text ? text : date;
};

const listed = (value: object, depth: number): readonly KeyValue[] =>
  Object.entries(value).map(([k, v]) => ({ k, v: fieldOf(v, depth + 1) }));
