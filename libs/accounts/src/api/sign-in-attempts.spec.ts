import 'reflect-metadata';
import { FAILED_SIGN_INS_MS, FAILED_SIGN_INS_OF_ADDRESS_MAX, FAILED_SIGN_INS_OF_LOGIN_MAX } from '../limits.js';
import { SignInAttempts } from './sign-in-attempts.js';

const HERE = '192.0.2.1';
const THERE = '192.0.2.2';
const RIGHT = {};

describe('failed sign-ins', () => {
  let attempts: SignInAttempts;
  beforeEach(() => (attempts = new SignInAttempts()));

  const fail = (login: string, address = HERE) => attempts.attempt(login, address, () => Promise.resolve(undefined));
  const succeed = (login: string, address = HERE) => attempts.attempt(login, address, () => Promise.resolve(RIGHT));

  test('of one login from one address end its tries, and nobody else’s', async () => {
    for (let failed = 0; failed < FAILED_SIGN_INS_OF_LOGIN_MAX; failed++) expect(await fail('ann')).toBeUndefined();
    expect(await succeed('ann')).toMatchObject({ code: 'signIn.tooMany', kind: 'tooMany' });
    expect(await succeed('ann', THERE)).toBe(RIGHT);
    expect(await succeed('bob')).toBe(RIGHT);
  });

  test('of many logins from one address end its tries', async () => {
    for (let failed = 0; failed < FAILED_SIGN_INS_OF_ADDRESS_MAX; failed++) expect(await fail(`somebody ${failed}`)).toBeUndefined();
    expect(await succeed('ann')).toMatchObject({ code: 'signIn.tooMany' });
    expect(await succeed('ann', THERE)).toBe(RIGHT);
  });

  test('of a login are forgotten when one succeeds', async () => {
    for (let failed = 1; failed < FAILED_SIGN_INS_OF_LOGIN_MAX; failed++) await fail('ann');
    expect(await succeed('ann')).toBe(RIGHT);
    expect(await fail('ann')).toBeUndefined();
    expect(await succeed('ann')).toBe(RIGHT);
  });

  test('keep nobody out for longer where the clock is set back', async () => {
    const clock = Date.now;
    let setBackMs = 0;
    Date.now = () => clock() - setBackMs;
    try {
      attempts = new SignInAttempts();
      for (let failed = 0; failed < FAILED_SIGN_INS_OF_LOGIN_MAX; failed++) await fail('ann');
      setBackMs = 24 * 60 * 60 * 1_000;
      const { retryAfterSeconds } = (await succeed('ann')) as { readonly retryAfterSeconds: number };
      expect(retryAfterSeconds).toBeGreaterThan(0);
      expect(retryAfterSeconds).toBeLessThanOrEqual(FAILED_SIGN_INS_MS / 1_000);
    } finally {
      Date.now = clock;
    }
  });

  test('are none where it could not be found out', async () => {
    const away = () => attempts.attempt('ann', HERE, () => Promise.reject(new Error('away')));
    for (let failed = 0; failed < 2 * FAILED_SIGN_INS_OF_LOGIN_MAX; failed++) await expect(away()).rejects.toThrow('away');
    expect(await succeed('ann')).toBe(RIGHT);
  });

  test.each([
    ['one login', FAILED_SIGN_INS_OF_LOGIN_MAX, () => 'ann'],
    ['one address', FAILED_SIGN_INS_OF_ADDRESS_MAX, (at: number) => `somebody ${at}`],
  ])('of %s count while they are under way: no more try at once than one after the other', async (_, most, loginOf) => {
    const ends: (() => void)[] = [];
    const begin = (at: number) => attempts.attempt(loginOf(at), HERE, () => new Promise((resolve) => ends.push(() => resolve(undefined))));
    const under = Array.from({ length: most }, (_, at) => begin(at));
    expect(await begin(most)).toMatchObject({ code: 'password.busy', kind: 'tooMany' });
    expect(ends).toHaveLength(most);
    for (const end of ends) end();
    await Promise.all(under);
    expect(await succeed(loginOf(most))).toMatchObject({ code: 'signIn.tooMany' });
  });
});
