/** What Docket says of an input, in JSON Schema 2020-12: the part of it that the converters write. `x-flags` are a pattern's flags. */
export interface JsonSchema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly 'x-flags'?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly not?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

/** Both at once, where one keyword can say it; undefined: they must stand apart. */
const both = (keyword: string, one: unknown, other: unknown): unknown => {
  if (one === other) return one;
  const types = keyword === 'type' && [one, other];
  return types && types.includes('integer') && types.includes('number') ? 'integer' : undefined;
};

/** All fragments at once: keywords that two of them give differently stand apart, so that none overrides the other. */
export const allOf = (fragments: readonly JsonSchema[]): JsonSchema => {
  const merged: Record<string, unknown> = {};
  const apart: JsonSchema[] = [];
  for (const fragment of fragments) {
    const joined = Object.entries(fragment).map(([keyword, value]) => [
      keyword,
      keyword in merged ? both(keyword, merged[keyword], value) : (value as unknown),
    ]);
    if (joined.some(([, value]) => value === undefined)) apart.push(fragment);
    else Object.assign(merged, Object.fromEntries(joined));
  }
  return apart.length === 0 ? merged : { ...merged, allOf: apart };
};
