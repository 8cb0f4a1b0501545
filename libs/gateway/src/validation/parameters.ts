import type { FieldError } from './field-errors.js';
import { InvalidInput, type InputReader } from './input-reader.js';
import type { JsonSchema } from './json-schema.js';

/** What a path and a query string give: texts, a repeated parameter as a list of texts. */
export type Parameters = Readonly<Record<string, string | readonly string[]>>;

type Coerce = (text: string) => unknown;

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

const asNumber: Coerce = (text) => (NUMBER.test(text) ? Number(text) : text);
const asBoolean: Coerce = (text) => (text === 'true' ? true : text === 'false' ? false : text);
const asText: Coerce = (text) => text;

/** A text becomes what its field declares, where it reads as one; else it stays a text, and validation refuses it by name. */
const coercionOf = (schema: JsonSchema | undefined): Coerce => {
  const said = [schema, ...(schema?.allOf ?? []), ...(schema?.anyOf ?? [])];
  const types = said.map((part) => part?.type);
  if (types.includes('boolean')) return asBoolean;
  if (types.includes('number') || types.includes('integer')) return asNumber;
  const values = said.flatMap((part) => part?.enum ?? []);
  return values.length > 0 && values.every((value) => typeof value === 'number') ? asNumber : asText;
};

/** A comma that separates values. One that belongs to a value has a backslash before it, which is no part of the value. */
const SEPARATOR = /(?<!\\),/;
const OWN_COMMA = /\\,/g;

/** A value as the text that `parametersReader` reads as it. (A list can't say so of a value that ends in a backslash, but for its last.) */
export const parameterText = (value: unknown): string =>
  Array.isArray(value) ? value.map((item) => String(item).replaceAll(',', '\\,')).join(',') : String(value);

/** `?status=open,pending` and `?status=open&status=pending` say the same. An empty value among them is no value. */
const items = (name: string, value: string | readonly string[], coerce: Coerce, wrong: FieldError[]): unknown[] => {
  const texts = (typeof value === 'string' ? [value] : value).flatMap((text) => text.split(SEPARATOR));
  if (texts.includes('')) wrong.push({ field: name, detail: `${name} must not have an empty value` });
  return texts.map((text) => coerce(text.replace(OWN_COMMA, ',')));
};

/** Reads path and query parameters of one class, each as the type that it declares. */
export const parametersReader = <Input extends object>(reader: InputReader<Input>): ((parameters: Parameters) => Input) => {
  const coercions = new Map(
    [...reader.shape.fields.values()].map((field) => {
      const schema = field.nullable ? field.schema.anyOf?.[0] : field.schema;
      return [field.name, { list: field.list, coerce: coercionOf(field.list ? schema?.items : schema) }];
    }),
  );
  return (parameters) => {
    const wrong: FieldError[] = [];
    // Without a prototype, a parameter that is called `__proto__` is one like others, and refused by its name.
    const input = Object.create(null) as Record<string, unknown>;
    for (const [name, value] of Object.entries(parameters)) {
      const field = coercions.get(name);
      if (field?.list) input[name] = items(name, value, field.coerce, wrong);
      else if (field && typeof value !== 'string') wrong.push({ field: name, detail: `${name} must be given once` });
      else input[name] = field ? field.coerce(value as string) : value;
    }
    if (wrong.length > 0) throw new InvalidInput(wrong);
    return reader.read(input);
  };
};
