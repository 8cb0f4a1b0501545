import { RequestRates } from './request-rates.js';

describe('requests of a minute', () => {
  const tooMany = (rated: { readonly retryAfterSeconds: number | undefined } | undefined) => rated?.retryAfterSeconds !== undefined;

  test('of nobody count for the IPv4 address, or for the IPv6 network of 64 bits', () => {
    const rates = new RequestRates({ unauthenticated: 1, token: 0 });
    for (const [ip, over] of [
      ['192.0.2.1', false],
      ['192.0.2.2', false],
      ['::ffff:192.0.2.1', true],
      ['2001:db8:1:2::1', false],
      ['2001:db8:1:3::1', false],
      ['2001:db8:1:2:ffff::1', true],
      [undefined, false],
      [undefined, true],
    ] as const)
      expect({ ip, over: tooMany(rates.countUnauthenticated(ip)) }).toEqual({ ip, over });
  });

  test('with a token count for it, however the header is written', () => {
    const rates = new RequestRates({ unauthenticated: 0, token: 2 });
    expect(tooMany(rates.countAuthenticated('Bearer one'))).toBe(false);
    expect(tooMany(rates.countAuthenticated('bearer   one'))).toBe(false);
    expect(tooMany(rates.countAuthenticated('BEARER one'))).toBe(true);
    expect(tooMany(rates.countAuthenticated('Bearer other'))).toBe(false);
  });

  test('tell what is left, in the words of the draft', () => {
    const rates = new RequestRates({ unauthenticated: 2, token: 0 });
    const told = [1, 2, 3].map(() => rates.countUnauthenticated('192.0.2.1'));
    expect(told.map((rated) => rated?.headers['ratelimit-policy'])).toEqual(Array(3).fill('"unauthenticated";q=2;w=60'));
    expect(told.map((rated) => rated?.headers['ratelimit'])).toEqual([
      expect.stringMatching(/^"unauthenticated";r=1;t=\d+$/),
      expect.stringMatching(/^"unauthenticated";r=0;t=\d+$/),
      expect.stringMatching(/^"unauthenticated";r=0;t=\d+$/),
    ]);
    const [seconds] = told.slice(2).map((rated) => rated?.retryAfterSeconds);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  test('are not counted where the limit is 0', () => {
    const rates = new RequestRates({ unauthenticated: 0, token: 0 });
    expect(rates.countUnauthenticated('192.0.2.1')).toBeUndefined();
    expect(rates.countAuthenticated('Bearer one')).toBeUndefined();
  });
});
