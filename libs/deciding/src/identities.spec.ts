import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { v5, validate, version } from 'uuid';
import type { Actor } from '@docket/event-store';
import { commandIdOf, createIdentities, derivedId, eventIdOf } from './identities.js';
import { REMEMBERED_IDS_MAX } from './limits.js';

const LOG = '018f8c7e-0000-7000-8000-00000000000a';
const agent: Actor = { kind: 'agent', id: LOG };

test('a derived id is the UUID v5 that everybody derives', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ unit: 'grapheme' }), (namespace, name) => {
      expect(derivedId(namespace, name)).toBe(v5(name, namespace));
    }),
  );
  expect(() => derivedId('no uuid', 'x')).toThrow('not a UUID: no uuid');
  expect(() => derivedId('018f8c7e-0000-7000-8000-00000000000', 'x')).toThrow('not a UUID');
});

test('an event’s id is derived from its command and its place there', () => {
  const ids = Array.from({ length: 12 }, (_, index) => eventIdOf(LOG, index));
  expect(new Set(ids).size).toBe(12);
  expect(eventIdOf(LOG, 11)).toBe(ids[11]);
  expect(ids.every((id) => validate(id) && version(id) === 5)).toBe(true);
});

describe('the id of a command with a key', () => {
  test('is the same for the same actor, operation, target and key', () => {
    expect(commandIdOf({ ...agent }, 'boat.Moor', 'b', 'k')).toBe(commandIdOf(agent, 'boat.Moor', 'b', 'k'));
  });

  test('is another one when any of them is, wherever one ends and the next begins', () => {
    const ids = [
      commandIdOf(agent, 'boat.Moor', 'b', 'k'),
      commandIdOf({ ...agent, id: 'x' }, 'boat.Moor', 'b', 'k'),
      commandIdOf({ ...agent, kind: 'integration' }, 'boat.Moor', 'b', 'k'),
      commandIdOf({ ...agent, onBehalfOf: 'y' }, 'boat.Moor', 'b', 'k'),
      commandIdOf(agent, 'boat.Moor', undefined, 'k'),
      commandIdOf(agent, 'boat.Moor', undefined, 'bk'),
      commandIdOf(agent, 'boat.Moor', '', 'bk'),
      commandIdOf(agent, 'boat.Moor', 'bk', ''),
      commandIdOf(agent, 'boat.Moor', 'null', 'k'),
      commandIdOf(agent, 'boat.Moor","b', '', 'k'),
      commandIdOf(agent, 'boat.Moorb', '', 'k'),
      commandIdOf(agent, 'boat.Moor', 'b', 'k2'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('identities', () => {
  const identities = createIdentities('a secret for tests', LOG);

  test('of personal text are UUIDs from the HMAC of kind, NUL and text', () => {
    const id = identities.fromSecret('email', 'li@example.org');
    const hmac = createHmac('sha256', 'a secret for tests').update('email\0li@example.org').digest('hex');
    expect(id.replaceAll('-', '').slice(0, 12)).toBe(hmac.slice(0, 12));
    expect(id.replaceAll('-', '').slice(20)).toBe(hmac.slice(20, 32));
    expect([validate(id), version(id)]).toEqual([true, 8]);
    expect(identities.fromSecret('email', 'li@example.org')).toBe(id);
  });

  test('are others for another secret, kind or text', () => {
    const other = createIdentities('another secret for tests', LOG);
    const ids = [
      identities.fromSecret('email', 'ab'),
      identities.fromSecret('emaila', 'b'),
      identities.fromSecret('email', 'AB'),
      other.fromSecret('email', 'ab'),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(() => identities.fromSecret('a\0b', 'c')).toThrow('NUL');
  });

  test('of what a first start ships are derived from the log’s id and the name', () => {
    expect(identities.shipped('workflow')).toBe(v5('workflow', LOG));
    expect(createIdentities('another secret for tests', LOG).shipped('workflow')).toBe(identities.shipped('workflow'));
  });

  test('are the same ones when more than REMEMBERED_IDS_MAX have been asked for meanwhile', () => {
    const first = identities.shipped('name 0');
    const ids = Array.from({ length: REMEMBERED_IDS_MAX + 1 }, (_, index) => identities.shipped(`name ${index}`));
    expect(ids[0]).toBe(first);
    expect(new Set(ids).size).toBe(REMEMBERED_IDS_MAX + 1);
    expect(identities.shipped('name 0')).toBe(first);
  });
});
