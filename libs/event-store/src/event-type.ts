/** Who a personal field is about: `stream` (the person whose stream it is) or the name of the data field that holds the person's id. */
export interface Personal<Data> {
  readonly personalOf: 'stream' | (keyof Data & string);
}

/** What is known of an event type: its version, and for each field of its data whether it is personal. */
export interface EventType<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly schemaVersion: number;
  readonly fields: { readonly [Field in keyof Required<Data>]: 'plain' | Personal<Data> };
}

/** Declares an event type; the compiler asks for every field of its data. */
export const eventType = <Data extends object>() => {
  return <Type extends string>(type: Type, schemaVersion: number, fields: EventType<Type, Data>['fields']): EventType<Type, Data> => ({
    type,
    schemaVersion,
    fields,
  });
};
