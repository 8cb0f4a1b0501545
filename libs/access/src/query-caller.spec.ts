import type { Caller } from './caller.js';
import { callerOf, withCaller } from './query-caller.js';

class ListThings {
  limit = 50;
}

describe('the caller of a query', () => {
  const caller: Caller = { actor: { kind: 'agent', id: '018f9c7e-0000-7000-8000-000000000001' }, roles: ['agent'] };

  test('is found on the query, and is in nobody else’s sight', () => {
    const query = withCaller(new ListThings(), caller);
    expect(callerOf(query)).toBe(caller);
    expect(JSON.stringify(query)).toBe('{"limit":50}');
    expect(query).toBeInstanceOf(ListThings);
  });

  test('a query without one is a mistake of the program, told by its name', () => {
    expect(() => callerOf(new ListThings())).toThrow('ListThings was dispatched without a caller');
  });
});
