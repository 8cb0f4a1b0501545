import type { Caller } from './caller.js';

const caller = Symbol('docket.caller');

/** Puts the caller on a query, under a symbol, so unseen by JSON and by validation: the query stays the message on the bus. */
export const withCaller = <Query extends object>(query: Query & { [caller]?: Caller }, value: Caller): Query => {
  query[caller] = value;
  return query;
};

/** Who asks: `me` and `mine` in a filter, and what may be seen, depend on it. */
export const callerOf = (query: object): Caller => {
  const value = (query as { [caller]?: Caller })[caller];
  if (!value) throw new Error(`${query.constructor.name} was dispatched without a caller`);
  return value;
};
