import type { StreamEvent } from '@docket/event-store';
import { RecordedCommands } from './recorded-commands.js';
import { TEST_ACTOR, testIdentities } from './testing/given.js';

const recordedAt = '2024-05-20T08:00:00.000Z';

const event = (command: string, revision: number, commandHash?: string): StreamEvent => ({
  id: testIdentities.shipped(`${revision}`),
  type: 'Noted',
  data: {},
  stream: 'note-a',
  revision,
  position: '',
  metadata: {
    schemaVersion: 1,
    recordedAt,
    occurredAt: recordedAt,
    via: 'test',
    actor: TEST_ACTOR,
    commandId: command,
    ...(commandHash === undefined ? {} : { commandHash }),
  },
});

describe('the commands that a stream holds', () => {
  test('are known by the revision of their last event, and by their hash where they have one', () => {
    const commands = new RecordedCommands();
    for (const each of [event('bare', 0), event('bare', 1), event('keyed', 2, 'h'), event('keyed', 3, 'h')]) commands.add(each);
    expect(commands.find('bare')).toEqual({ hash: undefined, revision: 1 });
    expect(commands.find('keyed')).toEqual({ hash: 'h', revision: 3 });
    expect(commands.find('other')).toBeUndefined();
  });

  test('stay as they are when an older part of the stream is folded behind a later one', () => {
    const commands = new RecordedCommands();
    for (const each of [event('a', 4), event('a', 0), event('b', 3, 'h'), event('b', 1, 'h')]) commands.add(each);
    expect([commands.find('a')?.revision, commands.find('b')?.revision]).toEqual([4, 3]);
  });

  test('weigh once, however many events each has, and more with a hash', () => {
    const bytesOf = (...events: readonly StreamEvent[]): number => {
      const commands = new RecordedCommands();
      for (const each of events) commands.add(each);
      return commands.bytes;
    };
    const bare = bytesOf(event('a', 0));
    const keyed = bytesOf(event('a', 0, 'h'));
    expect(keyed).toBeGreaterThan(bare);
    expect(bytesOf(event('a', 0), event('a', 1))).toBe(bare);
    expect(bytesOf(event('a', 0, 'h'), event('a', 1, 'h'))).toBe(keyed);
    expect(bytesOf(event('a', 0), event('b', 1, 'h'))).toBe(bare + keyed);
  });
});
