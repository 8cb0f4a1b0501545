/** The same object; each call of one of these methods is told. */
export const counted = <Counted extends object>(
  object: Counted,
  methods: readonly (keyof Counted & string)[],
  tell: (method: string) => void,
): Counted => {
  const names: ReadonlySet<unknown> = new Set(methods);
  return new Proxy(object, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (names.has(name)) tell(String(name));
        return Reflect.apply(value, target, args);
      };
    },
  });
};
