import { publicFormat } from '../validation/formats.js';
import type { JsonSchema } from '../validation/json-schema.js';

/** A schema as documents show it: formats by their public names. */
export const publicSchema = (schema: JsonSchema): JsonSchema => {
  const deep = (part: JsonSchema | undefined) => part && publicSchema(part);
  return {
    ...schema,
    ...(schema.format === undefined ? {} : { format: publicFormat(schema.format) }),
    ...(schema.items === undefined ? {} : { items: publicSchema(schema.items) }),
    ...(schema.not === undefined ? {} : { not: publicSchema(schema.not) }),
    ...(schema.allOf === undefined ? {} : { allOf: schema.allOf.map(publicSchema) }),
    ...(schema.anyOf === undefined ? {} : { anyOf: schema.anyOf.map(publicSchema) }),
    ...(schema.properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, deep(part) ?? {}])) }),
  };
};
