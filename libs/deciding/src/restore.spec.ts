import { setTimeout } from 'node:timers/promises';
import { APPEND_BYTES_MAX, APPEND_EVENTS_MAX, BrokenExport } from '@docket/event-store';
import type { NewEvent } from '@docket/event-store';
import { MemoryEventStore, exportOf, newEvent, wholeLog } from '@docket/event-store/testing';
import { WrongSecret, openLog } from './open-log.js';
import { CannotRestore } from './restore.js';
import { MortalStore, SECRET, clock, failure, restoring, someLog, stripped } from './testing/restoring.js';

describe('an export that is restored', () => {
  let source: MemoryEventStore;
  let logId: string;
  let text: string;
  let lines: string[];
  beforeAll(async () => {
    ({ store: source, logId } = await someLog());
    text = await exportOf(source, logId);
    lines = text.split('\n').slice(0, -1);
  });
  const file = (of: readonly string[]) => of.map((line) => `${line}\n`).join('');
  /** The target has the first so many events, and no others. */
  const expectBeginning = async (store: MemoryEventStore, events: number) =>
    expect(await stripped(store)).toEqual((await stripped(source)).slice(0, events));

  test('is the same log: the same events, in the same order, with their ids, times, revisions and digests', async () => {
    const store = new MemoryEventStore();
    expect(await restoring(store, text)).toEqual({ logId, before: 0, events: 7, complete: true });
    expect(await wholeLog(store)).toEqual(await wholeLog(source));
    expect((await openLog(store, SECRET, clock)).logId).toBe(logId);
    expect(await exportOf(store, logId)).toBe(text);
  });

  test('goes in as few appends as its neighbours allow, one after the other', async () => {
    const store = new MortalStore();
    await restoring(store, text);
    // The log; two of a; one of b; one of a, and its double; one of b.
    expect(store.appends).toBe(6);
  });

  test('adds nothing when it is restored again', async () => {
    const store = new MemoryEventStore();
    await restoring(store, text);
    expect(await restoring(store, text)).toEqual({ logId, before: 7, events: 0, complete: true });
    await expectBeginning(store, 7);
  });

  test('goes on where the log stands, wherever it was broken off', async () => {
    for (let lives = 0; lives < 6; lives += 1) {
      const store = new MortalStore();
      store.lives = lives;
      expect((await failure(store, text)).message).toBe('killed');
      const before = (await stripped(store)).length;
      await expectBeginning(store, before);
      store.lives = Infinity;
      expect(await restoring(store, text)).toEqual({ logId, before, events: 7 - before, complete: true });
      await expectBeginning(store, 7);
    }
  });

  test('stops between two appends when it is told to, and goes on the next time', async () => {
    const store = new MemoryEventStore();
    const told = new AbortController();
    const end = await restoring(store, text, { signal: told.signal, onProgress: (_, { events }) => events >= 3 && told.abort() });
    expect(end).toEqual({ logId, before: 0, events: 3, complete: false });
    expect(await restoring(store, text)).toMatchObject({ before: 3, events: 4, complete: true });
  });

  test('tells how many bytes of the file are done, up to its closing line', async () => {
    const done: number[] = [];
    await restoring(new MemoryEventStore(), text, { onProgress: (bytes) => done.push(bytes) });
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(Buffer.byteLength(file(lines.slice(0, -1))));
  });

  test('survives acknowledgements that are lost', async () => {
    const store = new MemoryEventStore();
    store.loseNextAcknowledgement(3);
    await restoring(store, text);
    await expectBeginning(store, 7);
  });

  test('may be restored by two at once: each event is there once', async () => {
    const store = new MemoryEventStore();
    await Promise.all([restoring(store, text), setTimeout(0).then(() => restoring(store, text))]);
    await expectBeginning(store, 7);
  });

  test('that was cut off anywhere says so, and is completed by the whole one', async () => {
    for (let cut = 1; cut < lines.length; cut += 1) {
      for (const whole of [true, false]) {
        const rest = whole ? '' : (lines[cut]?.slice(0, -5) ?? '');
        const store = new MemoryEventStore();
        const error = await failure(store, file(lines.slice(0, cut)) + rest);
        expect(error).toBeInstanceOf(BrokenExport);
        expect(error.message).toBe(
          `line ${cut + 1}: the file ends here, before the line that closes an export: it was cut off; let docket export go on with it`,
        );
        const { length } = await stripped(store);
        expect(length).toBeLessThan(cut);
        await expectBeginning(store, length);
        expect(await restoring(store, text)).toMatchObject({ before: length, complete: true });
        await expectBeginning(store, 7);
      }
    }
  });

  test('may lack the end of its last line', async () => {
    expect(await restoring(new MemoryEventStore(), text.slice(0, -1))).toMatchObject({ events: 7, complete: true });
  });

  test('needs the secret that its log was opened with', async () => {
    const store = new MemoryEventStore();
    const error = await failure(store, text, { secret: 'another secret of some length' });
    expect(error).toBeInstanceOf(WrongSecret);
    expect(error.message).toBe('the secret is not the one that this log was opened with; give it the one that belongs to it');
    expect(await failure(store, text, { secret: 'short' })).toBeInstanceOf(WrongSecret);
    await expectBeginning(store, 0);
  });

  test('is not for a log that was opened by a start, or that another export was restored into', async () => {
    const opened = new MemoryEventStore();
    await openLog(opened, SECRET, clock);
    const other = await someLog();
    const restored = new MemoryEventStore();
    await restoring(restored, await exportOf(other.store, other.logId));
    for (const store of [opened, restored]) {
      const before = await stripped(store);
      const error = await failure(store, text);
      expect(error).toBeInstanceOf(CannotRestore);
      expect(error.message).toBe(
        'the log has been opened already, by a start or from another export: an export is restored into a log that is empty',
      );
      expect(await stripped(store)).toEqual(before);
    }
  });

  test('is not for a log that a start opens at the same moment', async () => {
    const store = new MemoryEventStore();
    const append = store.append.bind(store);
    store.append = async (...given) => {
      store.append = append;
      await openLog(store, SECRET, clock);
      return append(...given);
    };
    expect((await failure(store, text)).message).toMatch(/^the log has been opened already/);
  });

  test('is not for a log that was used before all of it was there, nor after', async () => {
    const used = async (lives: number) => {
      const store = new MortalStore();
      store.lives = lives;
      await restoring(store, text).catch(() => undefined);
      store.lives = Infinity;
      await store.append('c-1', [newEvent()], 'none');
      return store;
    };
    expect((await failure(await used(2), text)).message).toMatch(
      /^line 5: the log has another event in its place, c-1, revision 0 \(position \d+\): it has been used since it was opened$/,
    );
    expect((await failure(await used(Infinity), text)).message).toMatch(
      /^the log goes on behind the end of the export, with c-1, revision 0 \(position \d+\): it is restored, and has been used since$/,
    );
  });

  test('fails when the store is not there, and goes on when it is', async () => {
    const store = new MemoryEventStore();
    const append = store.append.bind(store);
    let appends = 0;
    store.append = async (...given) => {
      store.unavailable = (appends += 1) === 3;
      return append(...given);
    };
    expect(await failure(store, text)).toMatchObject({ name: 'StoreUnavailable' });
    store.unavailable = false;
    expect(await restoring(store, text)).toMatchObject({ before: 3, complete: true });
  });
});

describe('the appends of a restore', () => {
  const logOf = async (events: readonly NewEvent[], atOnce: number): Promise<string> => {
    const store = new MemoryEventStore();
    const { logId } = await openLog(store, SECRET, clock);
    for (let at = 0; at < events.length; at += atOnce) await store.append('a-1', events.slice(at, at + atOnce), at === 0 ? 'none' : at - 1);
    return exportOf(store, logId);
  };

  test('hold as many events as one may', async () => {
    for (const [events, appends] of [
      [APPEND_EVENTS_MAX, 2],
      [APPEND_EVENTS_MAX + 1, 3],
    ] as const) {
      const text = await logOf(
        Array.from({ length: events }, () => newEvent()),
        500,
      );
      const store = new MortalStore();
      expect(await restoring(store, text)).toMatchObject({ events: events + 1, complete: true });
      expect(store.appends).toBe(appends);
    }
  });

  test('hold as many bytes as one may', async () => {
    const large = Array.from({ length: 5 }, () => newEvent({ data: { text: 'x'.repeat(APPEND_BYTES_MAX / 2 - 2_000) } }));
    const store = new MortalStore();
    expect(await restoring(store, await logOf(large, 1))).toMatchObject({ events: 6, complete: true });
    expect(store.appends).toBe(4);
  });
});
