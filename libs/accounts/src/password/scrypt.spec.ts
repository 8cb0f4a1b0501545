import { jest } from '@jest/globals';
import { isOutdated, isPassword, verifierOf } from './scrypt.js';

// Slow on purpose, and slower where others compute, too.
jest.setTimeout(120_000);

describe('a password', () => {
  test('is recognised by its verifier, however its characters were typed, and no other is', async () => {
    const verifier = await verifierOf('pässword');
    expect(await isPassword('pa\u0308ssword', verifier)).toBe(true);
    expect(await isPassword('password', verifier)).toBe(false);
    expect(await isPassword('', verifier)).toBe(false);
  });

  test('has a verifier of its own each time, which says by which costs it was made', async () => {
    const [one, two] = await Promise.all([verifierOf('secret'), verifierOf('secret')]);
    expect(one).not.toBe(two);
    expect(one).toMatch(/^s1\$[\w-]{22}\$[\w-]{43}$/);
    expect(isOutdated(one)).toBe(false);
    expect(isOutdated(one.replace('s1', 's0'))).toBe(true);
  });

  test('is nobody’s without a verifier', async () => {
    expect(await isPassword('anything', undefined)).toBe(false);
  });
});
