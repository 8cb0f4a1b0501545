import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openLog, restore } from '@docket/deciding';
import { DataFolder, type EventStore, openEventStoreDb, type RecordedEvent, SqliteEventStore } from '@docket/event-store';
import { exportOf, MemoryEventStore, newEvent, openExport, wholeLog } from '@docket/event-store/testing';
import { StandIn } from '../eventstoredb/stand-in/index.js';

const SECRET = 'a secret for tests only';
/** Each opens three stores. */
const RUNS = 10;
const TIMEOUT_MS = 120_000;

/** Opens an empty store, and what is left of it when it is closed is removed. */
type OpenStore = () => Promise<{ readonly store: EventStore; close(): Promise<void> }>;

const inMemory: OpenStore = async () => ({ store: new MemoryEventStore(), close: async () => {} });

const embedded: OpenStore = async () => {
  const path = mkdtempSync(join(tmpdir(), 'docket-moving-'));
  const folder = await DataFolder.open(path);
  const store = await SqliteEventStore.open({ folder, warn: () => undefined });
  const close = async () => {
    await store.close();
    folder.close();
    rmSync(path, { recursive: true, force: true });
  };
  return { store, close };
};

/** A log of its own on a server that speaks EventStoreDB's protocol. */
const onServer: OpenStore = async () => {
  const store = await openEventStoreDb({ url: server.connectionString, prefix: `${randomUUID()}.`, warn: () => undefined });
  return { store, close: () => store.close() };
};

let server: StandIn;
beforeAll(async () => void (server = await StandIn.start()));
afterAll(() => server.stop());

/** What somebody appends to one of a few streams. */
interface Append {
  readonly stream: string;
  readonly events: readonly { readonly data: object; readonly minutes: number }[];
}

const append: fc.Arbitrary<Append> = fc.record({
  stream: fc.constantFrom('ticket-1', 'ticket-2', 'customer-ü', 'claim-x-秘'),
  events: fc.array(
    fc.record({ data: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ noUnicodeString: false })), minutes: fc.nat(10_000) }),
    { minLength: 1, maxLength: 4 },
  ),
});
const log = fc.array(append, { maxLength: 15 });

const write = async (store: EventStore, appends: readonly Append[]): Promise<string> => {
  const { logId } = await openLog(store, SECRET, () => 1_716_192_000_000);
  for (const { stream, events } of appends) {
    const all = events.map(({ data, minutes }) => {
      const event = newEvent({ data });
      return { ...event, metadata: { ...event.metadata, occurredAt: new Date(minutes * 60_000).toISOString() } };
    });
    await store.append(stream, all, 'any');
  }
  return logId;
};

/** All that an event is, but for its place in a store; in the log's order. */
const historyOf = async (store: EventStore): Promise<readonly Omit<RecordedEvent, 'position'>[]> =>
  (await wholeLog(store)).map(({ position: _, ...event }) => event);

const move = async (text: string, store: EventStore) =>
  restore({ store, exported: await openExport(text), secret: SECRET, signal: new AbortController().signal });

describe.each([
  ['the embedded store', embedded, 'a store in memory', inMemory],
  ['a store in memory', inMemory, 'the embedded store', embedded],
  ['the embedded store', embedded, 'EventStoreDB', onServer],
  ['EventStoreDB', onServer, 'the embedded store', embedded],
])('a log that is moved from %s', (_from, openSource, _to, openTarget) => {
  test(
    `to %s is the same log there, and back again`.replace('%s', _to),
    () =>
      fc.assert(
        fc.asyncProperty(log, async (appends) => {
          const [source, target, back] = [await openSource(), await openTarget(), await openSource()];
          try {
            const logId = await write(source.store, appends);
            const text = await exportOf(source.store, logId);
            const events = await historyOf(source.store);
            expect(await move(text, target.store)).toEqual({ logId, before: 0, events: events.length, complete: true });
            expect(await historyOf(target.store)).toEqual(events);
            expect(await exportOf(target.store, logId)).toBe(text);
            await move(await exportOf(target.store, logId), back.store);
            expect(await historyOf(back.store)).toEqual(events);
          } finally {
            for (const { close } of [source, target, back]) await close();
          }
        }),
        { numRuns: RUNS },
      ),
    TIMEOUT_MS,
  );
});
