import 'reflect-metadata';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { OpenCase, Person, rightCase } from '../testing/open-case.js';
import { compileAcceptance } from './compile.js';
import { shapeOf } from './input-shape.js';

describe('the compiled validator and class-validator', () => {
  const accepts = compileAcceptance(shapeOf(OpenCase).schema);
  const deep = (value: object): object => {
    const instance = Object.assign(new OpenCase(), value);
    const person = (item: unknown) => (typeof item === 'object' && item !== null ? Object.assign(new Person(), item) : item);
    if ('requester' in value) instance.requester = person(value.requester) as Person;
    if (Array.isArray(instance.watchers)) instance.watchers = instance.watchers.map(person) as Person[];
    return instance;
  };
  const judged = (value: object) => validateSync(deep(value), { whitelist: true, forbidNonWhitelisted: true }).length === 0;

  const text = fc.oneof(
    fc.constantFrom('', 'a', 'ab', 'abcde', 'abcdef', 'b', 'AB', 'a1', '️️', '👍️', '👍👍👍👍👍', '👍👍👍👍👍👍'),
    fc.string({ unit: 'grapheme', maxLength: 7 }),
    fc.constantFrom(
      'a@b.c',
      'a@b.co',
      `${'l'.repeat(65)}@b.co`,
      '018f9c7e-0000-7000-8000-000000000001',
      '018f9c7e-0000-4000-8000-000000000001',
    ),
    fc.constantFrom('2024-02-29', '2023-02-29', '2024-01-01T00:00:00Z', '2024-W01', '2024-001', '2024-01-01T25:00:00Z', '2024-01-01 00:00'),
    fc.constantFrom('Europe/Berlin', 'Mars/Base', 'UTC', 'P1', 'x'),
  );
  const value = fc.oneof(
    text,
    fc.constantFrom<unknown>(0, 1, 2, 10, 11, -1, 1.5, 1e309, true, false, {}, [], [[]], [null], [{}]),
    fc.double(),
  );
  const person = fc.oneof(
    fc.record({ name: text, email: text }, { requiredKeys: [] }),
    fc.record({ name: fc.constant('A') }),
    value,
    fc.record({ name: value, other: value }),
  );
  const valueOrList = fc.oneof(value, fc.array(value, { maxLength: 4 }));
  const input = fc.record(
    {
      subject: fc.oneof(fc.constant('abc'), text, value),
      requester: fc.oneof(fc.constant({ name: 'A' }), person),
      watchers: fc.oneof(fc.array(person, { maxLength: 4 }), value),
      tags: fc.oneof(fc.array(text, { maxLength: 3 }), valueOrList),
      mixed: fc.oneof(value, fc.constantFrom(2, true, null)),
      agentId: fc.oneof(text, fc.constant(null), value),
      at: value,
      on: value,
      count: value,
      amount: value,
      urgent: value,
      login: value,
      zone: value,
      anything: valueOrList,
      custom: fc.oneof(fc.dictionary(fc.string(), value), value),
      stranger: value,
    },
    { requiredKeys: ['subject', 'requester'] },
  );
  /** Most random inputs are wrong somewhere: one or two fields at a time are random, the rest is right. */
  const nearlyRight = fc.tuple(
    input,
    fc.shuffledSubarray(['at', 'on', 'tags', 'watchers', 'mixed', 'agentId', 'login', 'count', 'subject', 'requester']),
    fc.nat(2),
  );

  test('agree on every input', () => {
    let accepted = 0;
    fc.assert(
      fc.property(nearlyRight, fc.boolean(), ([random, names, kept], whole) => {
        const chosen = Object.fromEntries(Object.entries(random).filter(([name]) => names.slice(0, kept).includes(name)));
        const given = whole ? random : { ...rightCase, ...chosen };
        const verdict = accepts(given);
        if (verdict) accepted++;
        expect({ given, accepted: verdict }).toEqual({ given, accepted: judged(given) });
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });
});
