/** What is there already, or has to be waited for. Most of what a command asks for is there: a promise for each such answer would cost more than the answer. */
export type Soon<Value> = Value | Promise<Value>;

/** Goes on at once with what is there, else when it comes. */
export const soon = <Value, Next>(value: Soon<Value>, next: (value: Value) => Soon<Next>): Soon<Next> =>
  value instanceof Promise ? value.then(next) : next(value);

/** All of them, in their order: at once where all are there. */
export const allSoon = <Value>(values: readonly Soon<Value>[]): Soon<readonly Value[]> =>
  values.some((value) => value instanceof Promise)
    ? Promise.all(values.map((value) => Promise.resolve(value)))
    : (values as readonly Value[]);
