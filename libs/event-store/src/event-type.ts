import type { JsonObject } from './event.js';

/** Who a personal field is about: `stream` (the person whose stream it is) or the name of the data field that holds the person's id. */
export interface Personal<Data> {
  readonly personalOf: 'stream' | (keyof Data & string);
}

/** Makes the data of an event's version that of the next one. */
export type Upcaster = (data: JsonObject) => JsonObject;

/** What is known of an event type: its version, and for each field of its data whether it is personal. */
export interface EventType<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly schemaVersion: number;
  readonly fields: { readonly [Field in keyof Required<Data>]: 'plain' | Personal<Data> };
  /** From version 1 to 2, from 2 to 3, and so on up to `schemaVersion`. */
  readonly upcasters: readonly Upcaster[];
}

/** Declares an event type; the compiler asks for every field of its data. Fails where a step from an older version to the present one is missing: logs are
 *  full of events of the older ones. */
export const eventType = <Data extends object>() => {
  return <Type extends string>(
    type: Type,
    schemaVersion: number,
    fields: EventType<Type, Data>['fields'],
    upcasters: readonly Upcaster[] = [],
  ): EventType<Type, Data> => {
    if (upcasters.length !== schemaVersion - 1)
      throw new Error(`${type} is at version ${schemaVersion}, so it needs ${schemaVersion - 1} upcasters, and has ${upcasters.length}`);
    return { type, schemaVersion, fields, upcasters };
  };
};
