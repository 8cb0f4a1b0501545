import 'reflect-metadata';
import type { EventReader, ReadStreamOptions, RecordedEvent } from '@docket/event-store';
import { writeStreamCursor } from '@docket/projecting';
import { HISTORY_CACHE_BYTES_MAX, HISTORY_CACHE_BYTES_OF_ONE_MAX, HISTORY_PAGE_LENGTH_MAX } from '../domain/limits.js';
import { eventsOf, opened } from '../testing/world.js';
import { ToldHistories } from './told-histories.js';

/** Streams of events with long subjects, and what was read of them. */
class Streams {
  readonly read: { readonly stream: string; readonly fromRevision: number }[] = [];
  /** Events that were given. */
  given = 0;
  readonly lengths = new Map<string, number>();
  /** Resolved by a test: until then every read waits. */
  waits: Promise<void> = Promise.resolve();

  constructor(private readonly subject = 's') {}

  readonly reader: Pick<EventReader, 'readStream'> = {
    readStream: async (stream: string, { fromRevision = 0, maxCount = 1_000 }: ReadStreamOptions = {}) => {
      this.read.push({ stream, fromRevision });
      const ticketId = stream.replace('ticket-', '');
      const length = this.lengths.get(ticketId) ?? 0;
      await this.waits;
      const facts = Array.from({ length }, () => ({ fact: opened({ subject: this.subject }) }));
      const events = eventsOf(facts, { ticketId }).slice(fromRevision, fromRevision + maxCount);
      this.given += events.length;
      return events.map((event): RecordedEvent => ({ ...event, digest: `digest ${event.revision}` }));
    },
  };

  get histories(): ToldHistories {
    return new ToldHistories(this.reader as EventReader);
  }
}

/** The cursor of a page of the ticket's history. */
const from = (revision: number) => writeStreamCursor('ticket-a', revision);

const revisions = (entries: readonly string[]) => entries.map((entry) => (JSON.parse(entry) as { revision: number }).revision);

describe('what was told of a ticket', () => {
  test('is not told again, but what came after it is always asked for', async () => {
    const streams = new Streams();
    const { histories, read, lengths } = streams;
    lengths.set('a', 3);
    expect(revisions(await histories.entries('a', 0, 10))).toEqual([0, 1, 2]);
    lengths.set('a', 4);
    expect(revisions(await histories.entries('a', 0, 10))).toEqual([0, 1, 2, 3]);
    expect(revisions(await histories.entries('a', 1, 2))).toEqual([1, 2]);
    expect(read.map(({ fromRevision }) => fromRevision)).toEqual([0, 3]);
  });

  test('is told from the middle without what stands before it', async () => {
    const streams = new Streams();
    const { histories, lengths } = streams;
    lengths.set('a', 5);
    expect(revisions(await histories.entries('a', 3, 10))).toEqual([3, 4]);
    expect(revisions(await histories.entries('a', 0, 2))).toEqual([0, 1]);
    expect(revisions(await histories.entries('a', 0, 10))).toEqual([0, 1, 2, 3, 4]);
    expect(await histories.entries('a', 5, 10)).toEqual([]);
  });

  test('stands there once when two ask at once', async () => {
    const streams = new Streams();
    const { histories, lengths } = streams;
    lengths.set('a', 3);
    let go = (): void => undefined;
    streams.waits = new Promise((resolve) => (go = resolve));
    const both = Promise.all([histories.entries('a', 0, 10), histories.entries('a', 0, 10)]);
    go();
    expect((await both).map(revisions)).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(revisions(await histories.entries('a', 0, 10))).toEqual([0, 1, 2]);
  });

  test('is remembered up to a limit for one ticket', async () => {
    const streams = new Streams('x'.repeat(HISTORY_CACHE_BYTES_OF_ONE_MAX / 2 / 2));
    const { histories, lengths, read } = streams;
    lengths.set('a', 3);
    for (let i = 0; i < 2; i++) expect(revisions(await histories.entries('a', 0, 10))).toEqual([0, 1, 2]);
    expect(read.map(({ fromRevision }) => fromRevision)).toEqual([0, 1]);
  });

  test('is remembered up to a limit for all, those first that were extended last', async () => {
    const streams = new Streams('x'.repeat(HISTORY_CACHE_BYTES_OF_ONE_MAX / 2 - 2_000));
    const { histories, lengths, read } = streams;
    const tickets = Array.from({ length: HISTORY_CACHE_BYTES_MAX / HISTORY_CACHE_BYTES_OF_ONE_MAX + 2 }, (_, ticket) => `t${ticket}`);
    for (const ticket of tickets) {
      lengths.set(ticket, 1);
      await histories.entries(ticket, 0, 1);
    }
    read.length = 0;
    for (const ticket of [...tickets].reverse()) await histories.entries(ticket, 0, 1);
    expect(read.length).toBeGreaterThan(0);
    expect(read.length).toBeLessThan(4);
    expect(read.map(({ stream }) => stream)).toContain('ticket-t0');
  });

  test('is one page for who asks for the whole, until something comes after it', async () => {
    const streams = new Streams();
    const { histories, lengths } = streams;
    lengths.set('a', 2);
    const itemsOf = (page: { text: string } | undefined) =>
      (JSON.parse(page?.text ?? '{}') as { items?: { revision: number }[] }).items?.map(({ revision }) => revision);
    const whole = await histories.page('a', undefined, 10);
    expect(itemsOf(whole)).toEqual([0, 1]);
    expect(await histories.page('a', undefined, 10)).toBe(whole);
    expect(await histories.page('a', undefined, 2)).toBe(whole);
    expect(itemsOf(await histories.page('a', undefined, 1))).toEqual([0]);
    expect(itemsOf(await histories.page('a', from(1), 10))).toEqual([1]);
    lengths.set('a', 3);
    expect(itemsOf(await histories.page('a', undefined, 10))).toEqual([0, 1, 2]);
    expect((await histories.page('a', undefined, 2))?.text).toContain(`"nextCursor":"${from(2)}"`);
  });

  test('is read in little more than a page holds, however much there is of it', async () => {
    const length = 100_000;
    const streams = new Streams('x'.repeat(length));
    streams.lengths.set('a', 400);
    const page = await streams.histories.page('a', undefined, 400);
    expect(page?.text).toContain('"nextCursor"');
    expect(streams.given).toBeLessThan((2 * HISTORY_PAGE_LENGTH_MAX) / length);
  });

  test('is nothing where there is no such ticket, and an empty page behind its end', async () => {
    const streams = new Streams();
    const { histories, lengths } = streams;
    expect(await histories.page('a', undefined, 10)).toBeUndefined();
    lengths.set('a', 1);
    expect((await histories.page('a', from(1), 10))?.text).toBe('{"items":[]}');
  });
});
