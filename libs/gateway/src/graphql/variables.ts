/** Are there more values than `max` in it, however deep they stand? Looks at no more than that. */
export const hasMoreValues = (value: object, max: number): boolean => left(value, max) < 0;

const left = (value: object, max: number): number => {
  let rest = max;
  for (const name in value) {
    rest -= 1;
    if (rest < 0) return rest;
    const inner = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof inner === 'object' && inner !== null) rest = left(inner, rest);
    if (rest < 0) return rest;
  }
  return rest;
};
