import { publicFormat } from '../validation/formats.js';
import type { JsonSchema } from '../validation/json-schema.js';

const A_DAY = '2024-05-20';

/** A moment whose pattern takes a day is a day (RFC 3339, full-date): tools make of `date-time` what the pattern refuses. */
const shownFormat = ({ format = '', pattern }: JsonSchema): string => {
  const shown = publicFormat(format);
  return shown === 'date-time' && pattern !== undefined && new RegExp(pattern).test(A_DAY) ? 'date' : shown;
};

/** A schema as documents show it: formats by their public names. */
export const publicSchema = (schema: JsonSchema): JsonSchema => {
  const deep = (part: JsonSchema | undefined) => part && publicSchema(part);
  return {
    ...schema,
    ...(schema.format === undefined ? {} : { format: shownFormat(schema) }),
    ...(schema.items === undefined ? {} : { items: publicSchema(schema.items) }),
    ...(schema.not === undefined ? {} : { not: publicSchema(schema.not) }),
    ...(schema.allOf === undefined ? {} : { allOf: schema.allOf.map(publicSchema) }),
    ...(schema.anyOf === undefined ? {} : { anyOf: schema.anyOf.map(publicSchema) }),
    ...(schema.properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, deep(part) ?? {}])) }),
  };
};
