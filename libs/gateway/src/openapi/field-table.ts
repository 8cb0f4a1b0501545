import type { InputField, InputShape } from '../validation/input-shape.js';
import type { JsonSchema } from '../validation/json-schema.js';
import { type Html, html } from './html.js';
import { publicSchema } from './public-schema.js';

const list = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');

const range = (from: number | undefined, to: number | undefined, unit: string): string =>
  from !== undefined && to !== undefined
    ? `${from} to ${to} ${unit}`
    : from !== undefined
      ? `at least ${from} ${unit}`
      : `at most ${to ?? ''} ${unit}`;

const isEmptiness = (values: readonly unknown[]): boolean => values.every((value) => value === '' || value === null);

/** What a schema asks of a value, in a few words each. */
const demands = (schema: JsonSchema): readonly string[] => [
  ...(schema.enum === undefined ? [] : [`one of ${list(schema.enum)}`]),
  ...(schema.not?.enum === undefined ? [] : [isEmptiness(schema.not.enum) ? 'not empty' : `none of ${list(schema.not.enum)}`]),
  ...(schema.minLength === undefined && schema.maxLength === undefined ? [] : [range(schema.minLength, schema.maxLength, 'characters')]),
  ...(schema.minimum === undefined && schema.maximum === undefined ? [] : [range(schema.minimum, schema.maximum, '').trim()]),
  ...(schema.exclusiveMinimum === undefined ? [] : [`above ${schema.exclusiveMinimum}`]),
  ...(schema.exclusiveMaximum === undefined ? [] : [`below ${schema.exclusiveMaximum}`]),
  ...(schema.minItems === undefined && schema.maxItems === undefined ? [] : [range(schema.minItems, schema.maxItems, 'items')]),
  ...(schema.uniqueItems === true ? ['no item twice'] : []),
  ...(schema.pattern === undefined ? [] : [schema.pattern === '\\S' ? 'not blank' : `matches ${schema.pattern}`]),
  ...(schema.allOf ?? []).flatMap(demands),
  ...(schema.anyOf ?? []).flatMap(demands),
  ...(schema.items === undefined ? [] : demands(schema.items)),
];

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
