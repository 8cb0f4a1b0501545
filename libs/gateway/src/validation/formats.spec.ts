import { IS_EMAIL, isEmail } from 'class-validator';
import fc from 'fast-check';
import { checkOf, formatOf, publicFormat } from './formats.js';

const check = checkOf(formatOf(IS_EMAIL, undefined) ?? '');

describe('the check of an e-mail address', () => {
  const part = fc.string({ unit: fc.constantFrom(...'aZ09.-_+@ é'), maxLength: 12 });
  const address = fc.oneof(
    fc.emailAddress(),
    fc.tuple(part, part, part).map(([local, label, top]) => `${local}@${label}.${top}`),
    fc.tuple(part, part).map(([local, domain]) => `${local}.x@${domain}.com`),
  );

  test('says what class-validator says, whatever the address', () => {
    let plain = 0;
    fc.assert(
      fc.property(address, (text) => {
        if (isEmail(text)) plain++;
        expect({ text, is: check(text) }).toEqual({ text, is: isEmail(text) });
      }),
      { numRuns: 10_000 },
    );
    expect(plain).toBeGreaterThan(500);
  });

  test.each([
    'a@b.c',
    'a@b.co',
    'A.b-c_d@x-y.example.com',
    'a..b@c.de',
    '.a@b.de',
    'a@-b.de',
    'a@b-.de',
    'a@b..de',
    'a@1.2',
    `${'a'.repeat(65)}@b.de`,
  ])('says so of %s too', (text) => {
    expect(check(text)).toBe(isEmail(text));
  });

  test('heeds the decorator’s options', () => {
    const withOptions = checkOf(formatOf(IS_EMAIL, { host_blacklist: ['example.com'] }) ?? '');
    expect(withOptions('a@example.com')).toBe(false);
    expect(withOptions('a@example.org')).toBe(true);
  });
});

test('documents show a format by its public name', () => {
  expect(publicFormat(formatOf(IS_EMAIL, undefined) ?? '')).toBe('email');
});
