import * as cv from 'class-validator';
import { formatOf } from './formats.js';
import type { JsonSchema } from './json-schema.js';

/** One decorator on one field, as class-validator remembers it. */
export interface Decorated {
  readonly name: string;
  readonly constraints: readonly unknown[];
  /** The decorator's own check. */
  passes(value: unknown): boolean;
}

const bound = (value: unknown): number => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error('its bound is no number');
  return value;
};

const without = (constraints: readonly unknown[], what: string): void => {
  const [options] = constraints;
  if (typeof options === 'object' && options !== null && Object.keys(options).length > 0)
    throw new Error(`${what} can't be said in JSON Schema`);
};

const length = ([min, max]: readonly unknown[]): JsonSchema => ({
  type: 'string',
  minLength: bound(min),
  ...(max === undefined ? {} : { maxLength: bound(max) }),
});

/** @ArrayUnique keeps its identifier function to itself: two new objects are different things, but to such a function. */
const distinguishesObjects = (decorated: Decorated): boolean => {
  try {
    return decorated.passes([{}, {}]);
  } catch {
    return false;
  }
};

/** A pattern with its flags; `g` and `y` make a pattern remember where it stood, so that it answers differently every time. */
const pattern = ([expression, modifiers]: readonly unknown[]): JsonSchema => {
  if (!(expression instanceof RegExp) || modifiers !== undefined) throw new Error('its pattern must be a regular expression');
  if (/[gy]/.test(expression.flags)) throw new Error('its pattern must not have the flags g or y');
  return { type: 'string', pattern: expression.source, ...(expression.flags === '' ? {} : { 'x-flags': expression.flags }) };
};

/** The closed list of the decorators that an input may carry, and what each says in JSON Schema. Each accepts nothing that the decorator refuses. */
const CONVERTERS: Readonly<Record<string, (constraints: readonly unknown[], decorated: Decorated) => JsonSchema>> = {
  [cv.IS_STRING]: () => ({ type: 'string' }),
  [cv.IS_BOOLEAN]: () => ({ type: 'boolean' }),
  [cv.IS_INT]: () => ({ type: 'integer' }),
  [cv.IS_NUMBER]: (constraints) => {
    without(constraints, 'an option of @IsNumber');
    return { type: 'number' };
  },
  [cv.IS_ARRAY]: () => ({ type: 'array' }),
  [cv.IS_OBJECT]: () => ({ type: 'object' }),
  [cv.IS_DEFINED]: () => ({ not: { type: 'null' } }),
  [cv.IS_NOT_EMPTY]: () => ({ not: { enum: ['', null] } }),
  [cv.EQUALS]: ([value]) => ({ enum: [value] }),
  [cv.IS_IN]: ([values]) => ({ enum: [...(values as readonly unknown[])] }),
  [cv.IS_NOT_IN]: ([values]) => ({ not: { enum: [...(values as readonly unknown[])] } }),
  [cv.IS_ENUM]: ([entity]) => ({ enum: Object.values(entity as object) }),
  [cv.MIN]: ([min]) => ({ type: 'number', minimum: bound(min) }),
  [cv.MAX]: ([max]) => ({ type: 'number', maximum: bound(max) }),
  [cv.IS_POSITIVE]: () => ({ type: 'number', exclusiveMinimum: 0 }),
  [cv.IS_NEGATIVE]: () => ({ type: 'number', exclusiveMaximum: 0 }),
  [cv.MIN_LENGTH]: ([min]) => ({ type: 'string', minLength: bound(min) }),
  [cv.MAX_LENGTH]: ([max]) => ({ type: 'string', maxLength: bound(max) }),
  [cv.IS_LENGTH]: length,
  [cv.MATCHES]: pattern,
  [cv.ARRAY_NOT_EMPTY]: () => ({ type: 'array', minItems: 1 }),
  [cv.ARRAY_MIN_SIZE]: ([min]) => ({ type: 'array', minItems: bound(min) }),
  [cv.ARRAY_MAX_SIZE]: ([max]) => ({ type: 'array', maxItems: bound(max) }),
  [cv.ARRAY_UNIQUE]: (_constraints, decorated) => {
    if (!distinguishesObjects(decorated)) throw new Error("its identifier function can't be said in JSON Schema");
    return { type: 'array', uniqueItems: true };
  },
};

/** What a decorator says in JSON Schema. Throws for one outside the list, or with options that can't be said. */
export const schemaOfDecorator = (decorated: Decorated): JsonSchema => {
  const { name, constraints } = decorated;
  const convert = CONVERTERS[name];
  if (convert) return convert(constraints, decorated);
  const format = formatOf(name, constraints[0]);
  if (format !== undefined) return { type: 'string', format };
  throw new Error('it is not among the decorators that an input may carry');
};
