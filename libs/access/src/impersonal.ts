import type { EventType, Json, JsonObject } from '@docket/event-store';

/** Fields of these event types that are declared personal, by name. */
export const personalFields = (types: readonly Pick<EventType, 'fields'>[]): ReadonlySet<string> =>
  new Set(types.flatMap(({ fields }) => Object.entries(fields).flatMap(([name, kind]) => (kind === 'plain' ? [] : [name]))));

/** A view that shows nothing under these names, however deep they stand. */
export const without = (names: ReadonlySet<string>): ((thing: JsonObject) => JsonObject) => {
  const cleaned = (value: Json): Json => {
    if (Array.isArray(value)) return (value as readonly Json[]).map(cleaned);
    return value !== null && typeof value === 'object' ? shown(value as JsonObject) : value;
  };
  const shown = (thing: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(thing).flatMap(([name, value]) => (names.has(name) ? [] : [[name, cleaned(value)]])));
  return shown;
};
