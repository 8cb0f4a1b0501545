import { INPUT_NESTING_MAX } from '../limits.js';
import type { FieldError } from './field-errors.js';

/** Names that mean something to every object of JavaScript: whoever copies or merges objects would be led astray by a field of that name. */
const NAMES_OF_EVERY_OBJECT: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The first thing in a JSON value that no input may hold, whatever its class says: a text that is no well-formed Unicode (a lone half of a surrogate
 *  pair) or has a NUL, a whole number that JavaScript has rounded, a field of a forbidden name, or too much nesting. undefined: there is none. */
export const unstorableIn = (value: unknown, path = '', depth = 1): FieldError | undefined => {
  if (typeof value === 'string') return wrongText(value, path);
  if (typeof value === 'number') return wrongNumber(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > INPUT_NESTING_MAX) return { field: path, detail: `${path} is nested deeper than ${INPUT_NESTING_MAX} levels` };
  return Array.isArray(value) ? unstorableInList(value, path, depth) : unstorableInFields(value, path, depth);
};

const unstorableInList = (list: readonly unknown[], path: string, depth: number): FieldError | undefined => {
  for (let index = 0; index < list.length; index++) {
    const found = unstorableIn(list[index], `${path}[${index}]`, depth + 1);
    if (found) return found;
  }
  return undefined;
};

const unstorableInFields = (fields: object, path: string, depth: number): FieldError | undefined => {
  for (const [name, inner] of Object.entries(fields)) {
    const at = path === '' ? name : `${path}.${name}`;
    const found = wrongName(name, at) ?? unstorableIn(inner, at, depth + 1);
    if (found) return found;
  }
  return undefined;
};

const wrongName = (name: string, at: string): FieldError | undefined => {
  if (NAMES_OF_EVERY_OBJECT.has(name)) return { field: at, detail: `${at}: no field may have this name` };
  const wrong = wrongText(name, at);
  return wrong && { field: at.toWellFormed(), detail: wrong.detail.toWellFormed() };
};

const wrongText = (text: string, field: string): FieldError | undefined => {
  if (!text.isWellFormed()) return { field, detail: `${field} is not well-formed Unicode text` };
  return text.includes('\0') ? { field, detail: `${field} has a NUL character` } : undefined;
};

const wrongNumber = (value: number, field: string): FieldError | undefined =>
  Number.isInteger(value) && !Number.isSafeInteger(value)
    ? { field, detail: `${field} is a whole number beyond ±(2^53 - 1), which is not kept exactly: send it as a text` }
    : undefined;
