import type { InputField, InputShape } from '../validation/input-shape.js';
import type { JsonSchema } from '../validation/json-schema.js';
import { type Html, html } from './html.js';
import { publicSchema } from './public-schema.js';

const list = (some: readonly unknown[]): string => some.map((value) => JSON.stringify(value)).join(', ');

const range = (from: number | undefined, to: number | undefined, unit: string): string | undefined => {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined) return `at most ${to} ${unit}`.trimEnd();
  return (to === undefined ? `at least ${from} ${unit}` : `${from} to ${to} ${unit}`).trimEnd();
};

const isEmptiness = (some: readonly unknown[]): boolean => some.every((value) => value === '' || value === null);

const values = ({ enum: among, not }: JsonSchema): readonly (string | undefined)[] => [
  among && `one of ${list(among)}`,
  not?.enum && (isEmptiness(not.enum) ? 'not empty' : `none of ${list(not.enum)}`),
];

const texts = ({ minLength, maxLength, pattern }: JsonSchema): readonly (string | undefined)[] => [
  range(minLength, maxLength, 'characters'),
  pattern && (pattern === '\\S' ? 'not blank' : `matches ${pattern}`),
];

const numbers = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): readonly (string | undefined)[] => [
  range(minimum, maximum, ''),
  exclusiveMinimum === undefined ? undefined : `above ${exclusiveMinimum}`,
  exclusiveMaximum === undefined ? undefined : `below ${exclusiveMaximum}`,
];

const lists = ({ minItems, maxItems, uniqueItems }: JsonSchema): readonly (string | undefined)[] => [
  range(minItems, maxItems, 'items'),
  uniqueItems ? 'no item twice' : undefined,
];

/** What a schema asks of a value, in a few words each. */
const demands = (schema: JsonSchema): readonly string[] => {
  const own = [...values(schema), ...texts(schema), ...numbers(schema), ...lists(schema)].filter((demand) => demand !== undefined);
  const inner = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])];
  return [...own, ...inner.flatMap(demands)];
};

const typeOf = (schema: JsonSchema): string => {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'values'}`;
  const name = schema.format ?? schema.type ?? (schema.enum ? typeof schema.enum[0] : 'any value');
  return name;
};

const rows = (shape: InputShape, prefix: string, leftOut: readonly string[]): readonly Html[] =>
  [...shape.fields.values()].filter(({ name }) => !leftOut.includes(name)).flatMap((field) => fieldRows(field, prefix));

const fieldRows = (field: InputField, prefix: string): readonly Html[] => {
  const schema = publicSchema(field.schema);
  const path = `${prefix}${field.name}`;
  const row = html`<tr>
    <td><code>${path}</code></td>
    <td>${typeOf(schema)}${field.optional ? '' : html` <b>required</b>`}</td>
    <td class="quiet">${demands(schema).join('; ')}</td>
  </tr>`;
  return field.nested ? [row, ...rows(field.nested, `${path}${field.list ? '[]' : ''}.`, [])] : [row];
};

/** A class's fields as a table; undefined: it has none. */
export const fieldTable = (heading: string, shape: InputShape, leftOut: readonly string[] = []): Html | undefined => {
  const all = rows(shape, '', leftOut);
  return all.length === 0
    ? undefined
    : html`<h4>${heading}</h4>
        <div class="table">
          <table>
            ${all}
          </table>
        </div>`;
};
