/** Of fields that may be undefined or null, those that are there: an event's data holds no undefined, and a null only where it means something. */
export type Given<Fields extends object> = {
  [Field in keyof Fields as Missable<Fields[Field]> extends true ? never : Field]: Fields[Field];
} & { [Field in keyof Fields as Missable<Fields[Field]> extends true ? Field : never]?: NonNullable<Fields[Field]> };

type Missable<Value> = undefined extends Value ? true : null extends Value ? true : false;

export const given = <Fields extends object>(fields: Fields): Given<Fields> => {
  // In a loop: each command does this several times.
  const some: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields) as [string, unknown][]) {
    if (value !== undefined && value !== null) some[field] = value;
  }
  return some as Given<Fields>;
};

/** Like `given`; undefined where nothing is left. */
export const anyGiven = <Fields extends object>(fields: Fields): Given<Fields> | undefined => {
  const some = given(fields);
  return Object.keys(some).length === 0 ? undefined : some;
};

/** Have two flat objects the same fields, in whatever order? */
export const sameFields = (one: object, other: object): boolean => {
  const [these, those] = [Object.entries(one) as [string, unknown][], new Map(Object.entries(other) as [string, unknown][])];
  return these.length === those.size && these.every(([field, value]) => those.get(field) === value);
};
