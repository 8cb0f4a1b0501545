import type { EventReader, ReadStreamOptions, RecordedEvent, StreamEvent } from '@docket/event-store';
import { MemoryEventStore } from '@docket/event-store/testing';
import type { StreamFold } from './decider.js';
import { LOAD_PAGE_EVENTS_MAX, STREAM_CACHE_BYTES_MAX } from './limits.js';
import { allSoon } from './soon.js';
import { CachedStreamLoader } from './stream-loader.js';
import { TEST_ACTOR, testIdentities } from './testing/given.js';

interface Seen {
  readonly texts: readonly string[];
}

const countingFold = (version = 1, category = 'note') => {
  const folded: number[] = [];
  const fold: StreamFold<Seen> = {
    category,
    version,
    evolve: (state, event: StreamEvent) => {
      folded.push(event.revision);
      return { texts: [...(state?.texts ?? []), (event.data as { text: string }).text] };
    },
  };
  return { fold, folded };
};

/** A store that tells what was read of it. */
class ReadStore implements Pick<EventReader, 'readStream'> {
  readonly store = new MemoryEventStore();
  readonly reads: (ReadStreamOptions | undefined)[] = [];
  private events = 0;

  async write(stream: string, ...texts: readonly string[]): Promise<void> {
    const metadata = { schemaVersion: 1, recordedAt: '2024-05-20T08:00:00.000Z', occurredAt: '2024-05-20T08:00:00.000Z', via: 'test' };
    const events = texts.map((text) => {
      const id = testIdentities.shipped(`${(this.events += 1)}`);
      return { id, type: 'Noted', data: { text }, metadata: { ...metadata, actor: TEST_ACTOR, commandId: id } };
    });
    await this.store.append(stream, events, 'any');
  }

  async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    this.reads.push(options);
    return this.store.readStream(stream, options);
  }
}

describe('the cached loader', () => {
  let reader: ReadStore;
  let loader: CachedStreamLoader;

  beforeEach(() => {
    reader = new ReadStore();
    loader = new CachedStreamLoader(reader);
  });

  test('reads on from what it knows, every time, with one read', async () => {
    const { fold, folded } = countingFold();
    await reader.write('note-a', 'one', 'two');
    expect(await loader.load(fold, 'a')).toMatchObject({ state: { texts: ['one', 'two'] }, revision: 1 });
    await loader.load(fold, 'a');
    await reader.write('note-a', 'three');
    expect(await loader.load(fold, 'a')).toMatchObject({ state: { texts: ['one', 'two', 'three'] }, revision: 2 });
    expect(reader.reads.map((read) => read?.fromRevision)).toEqual([0, 2, 2]);
    expect(folded).toEqual([0, 1, 2]);
  });

  test('holds no more events at a time than a page, however long the stream: each may be a long text', async () => {
    const { fold } = countingFold();
    const length = 3 * LOAD_PAGE_EVENTS_MAX + 1;
    await reader.write('note-a', ...Array.from({ length }, (_, at) => String(at)));
    expect(await loader.load(fold, 'a')).toMatchObject({ state: { texts: { length } } });
    expect(Math.max(...reader.reads.map((read) => read?.maxCount ?? Number.POSITIVE_INFINITY))).toBe(LOAD_PAGE_EVENTS_MAX);
  });

  test('gives the position at which the last event stands', async () => {
    const { fold } = countingFold();
    await reader.write('note-b', 'x');
    await reader.write('note-a', 'one', 'two');
    expect((await loader.load(fold, 'a'))?.position).toBe(await reader.store.head());
  });

  test('knows nothing of a stream that is absent, and sees it when it comes', async () => {
    const { fold } = countingFold();
    expect(await loader.load(fold, 'a')).toBeUndefined();
    expect(loader.cachedBytes).toBe(0);
    await reader.write('note-a', 'one');
    expect(await loader.load(fold, 'a')).toMatchObject({ revision: 0 });
  });

  test('folds anew for another version of the fold, and keeps streams apart', async () => {
    const first = countingFold(1);
    const second = countingFold(2);
    await reader.write('note-a', 'one');
    await reader.write('note-b', 'two');
    await loader.load(first.fold, 'a');
    await loader.load(second.fold, 'a');
    expect(await loader.load(first.fold, 'b')).toMatchObject({ state: { texts: ['two'] } });
    expect([first.folded, second.folded]).toEqual([[0, 0], [0]]);
  });

  test.each([LOAD_PAGE_EVENTS_MAX - 1, LOAD_PAGE_EVENTS_MAX, LOAD_PAGE_EVENTS_MAX + 1, 2 * LOAD_PAGE_EVENTS_MAX])(
    'reads a stream of %d events page by page',
    async (length) => {
      const { fold } = countingFold();
      for (let left = length; left > 0; left -= 1000) await reader.write('note-a', ...Array<string>(Math.min(left, 1000)).fill('x'));
      expect((await loader.load(fold, 'a'))?.state.texts).toHaveLength(length);
      expect(await loader.readUpTo(fold, 'note-a', length - 1)).toMatchObject({ revision: length - 1 });
      const before = LOAD_PAGE_EVENTS_MAX - 2;
      expect(await loader.readUpTo(fold, 'note-a', before)).toMatchObject({ revision: before });
    },
  );

  test('gives a stream as it was', async () => {
    const { fold } = countingFold();
    await reader.write('note-a', 'one', 'two', 'three');
    expect(await loader.readUpTo(fold, 'note-a', 1)).toMatchObject({ state: { texts: ['one', 'two'] }, revision: 1 });
    await expect(loader.readUpTo(fold, 'note-a', 3)).rejects.toThrow('stream note-a ends before revision 3');
    // What is cached is not touched by it.
    expect(await loader.load(fold, 'a')).toMatchObject({ revision: 2 });
  });

  test('is right for each of many loads at once, whichever ends first', async () => {
    const { fold } = countingFold();
    await reader.write('note-a', 'one');
    const loads = [loader.load(fold, 'a')];
    for (const text of ['two', 'three', 'four']) {
      await reader.write('note-a', text);
      loads.push(loader.load(fold, 'a'));
    }
    for (const loaded of await allSoon(loads)) expect(loaded?.state.texts).toHaveLength((loaded?.revision ?? 0) + 1);
    expect(await loader.load(fold, 'a')).toMatchObject({ state: { texts: ['one', 'two', 'three', 'four'] }, revision: 3 });
  });

  test('does not go back when a slow load ends behind a fast one', async () => {
    const { fold, folded } = countingFold();
    await reader.write('note-a', 'one');
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const read = reader.readStream.bind(reader);
    reader.readStream = async (stream, options) => {
      const page = await read(stream, options);
      await held;
      return page;
    };
    const slow = loader.load(fold, 'a');
    reader.readStream = read;
    await reader.write('note-a', 'two');
    expect(await loader.load(fold, 'a')).toMatchObject({ revision: 1 });
    release();
    expect(await slow).toMatchObject({ revision: 0 });
    folded.length = 0;
    expect(await loader.load(fold, 'a')).toMatchObject({ revision: 1 });
    expect(folded).toEqual([]);
  });

  test('asks nothing of a store that can tell that nothing follows, and answers at once', async () => {
    const { fold } = countingFold();
    await reader.write('note-a', 'one');
    let behind = 1;
    const telling = new CachedStreamLoader({
      readStream: (stream, options) => reader.readStream(stream, options),
      isBehindEnd: (stream, revision) => stream === 'note-a' && revision >= behind,
    });
    await telling.load(fold, 'a');
    reader.reads.length = 0;
    expect(telling.load(fold, 'a')).toMatchObject({ state: { texts: ['one'] }, revision: 0 });
    expect(reader.reads).toEqual([]);
    await reader.write('note-a', 'two');
    behind = 2;
    expect(await telling.load(fold, 'a')).toMatchObject({ state: { texts: ['one', 'two'] }, revision: 1 });
  });

  test('does not take a gap for a stream', async () => {
    const { fold } = countingFold();
    await reader.write('note-a', 'one', 'two', 'three');
    const [first, , third] = await reader.store.readStream('note-a');
    reader.readStream = async () => [first, third].filter((event) => event !== undefined);
    await expect(loader.load(fold, 'a')).rejects.toThrow('stream note-a: revision 2 came after 0');
  });

  test('holds no more bytes than it may: what was used longest ago goes first', async () => {
    const text = 'x'.repeat(10_000);
    const small = new CachedStreamLoader(reader, 25_000);
    const { fold, folded } = countingFold();
    for (const id of ['a', 'b', 'c']) await reader.write(`note-${id}`, text);
    await small.load(fold, 'a');
    await small.load(fold, 'b');
    await small.load(fold, 'a');
    await small.load(fold, 'c');
    expect(small.cachedBytes).toBeGreaterThan(20_000);
    expect(small.cachedBytes).toBeLessThanOrEqual(25_000);
    folded.length = 0;
    await small.load(fold, 'a');
    await small.load(fold, 'c');
    expect(folded).toEqual([]);
    await small.load(fold, 'b');
    expect(folded).toEqual([0]);
  });

  test('does not hold what is larger than all it may hold, nor lets the rest go for it', async () => {
    const small = new CachedStreamLoader(reader, 25_000);
    const { fold, folded } = countingFold();
    await reader.write('note-a', 'x');
    await reader.write('note-b', 'x'.repeat(30_000));
    await small.load(fold, 'a');
    expect(await small.load(fold, 'b')).toMatchObject({ revision: 0 });
    folded.length = 0;
    await small.load(fold, 'a');
    expect(folded).toEqual([]);
  });

  test('holds a thousand long streams: 600 commands without keys in each', async () => {
    const lastSeen: StreamFold<string> = { category: 'note', version: 1, evolve: (_, { id }) => id };
    await reader.write('note-a', ...Array.from({ length: 600 }, () => 'x'));
    await loader.load(lastSeen, 'a');
    expect(loader.cachedBytes * 1_000).toBeLessThan(STREAM_CACHE_BYTES_MAX * 1.01);
  });

  test('weighs a stream that grows', async () => {
    const { fold } = countingFold();
    await reader.write('note-a', 'x'.repeat(1_000));
    await loader.load(fold, 'a');
    const before = loader.cachedBytes;
    for (let n = 0; n < 40; n += 1) {
      await reader.write('note-a', 'x'.repeat(1_000));
      await loader.load(fold, 'a');
    }
    expect(loader.cachedBytes - before).toBeGreaterThan(40_000);
    expect(loader.cachedBytes - before).toBeLessThan(80_000);
  });

  test('lets go of all when it is disposed, and goes on without', async () => {
    const { fold, folded } = countingFold();
    await reader.write('note-a', 'one');
    await loader.load(fold, 'a');
    loader.dispose();
    expect(loader.cachedBytes).toBe(0);
    await loader.load(fold, 'a');
    await loader.load(fold, 'a');
    expect(folded).toEqual([0, 0, 0]);
    expect(loader.cachedBytes).toBe(0);
  });
});
