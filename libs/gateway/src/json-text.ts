import { JsonText } from './operation.js';

/** An object that is JSON text, with more properties at its end: neither it nor the values that are text are parsed. The names must be new. */
export const withProperties = (object: string, properties: { readonly [name: string]: JsonText | string | number | boolean }): JsonText => {
  const added = Object.entries(properties).map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`);
  const open = object.slice(0, object.lastIndexOf('}'));
  const comma = added.length > 0 && open.trim() !== '{' ? ',' : '';
  return new JsonText(`${open}${comma}${added.join(',')}}`);
};

const textOf = (value: JsonText | string | number | boolean): string => (value instanceof JsonText ? value.text : JSON.stringify(value));
