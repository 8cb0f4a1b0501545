import { canonicalJson } from '../canonical.js';
import type { NewEvent } from '../event.js';
import { InvalidEvent, TooLarge } from '../failures.js';
import {
  APPEND_BYTES_MAX,
  APPEND_EVENTS_MAX,
  EVENT_BYTES_MAX,
  EVENT_TYPE_BYTES_MAX,
  NESTING_MAX,
  READ_PAGE_EVENTS_MAX,
  STREAM_NAME_BYTES_MAX,
} from '../limits.js';
import { Bench, newEvent, newEvents, newStream, type EventStoreWorldFactory } from './world.contract.js';

const bytesOf = (stream: string, event: NewEvent): number => Buffer.byteLength(canonicalJson({ ...event, stream, revision: 0 }));

/** An event whose canonical form in the stream has exactly so many bytes; some of its characters take three. */
const eventOfBytes = (stream: string, bytes: number): NewEvent => {
  const event = newEvent({ data: { text: '' } });
  const left = bytes - bytesOf(stream, event);
  return { ...event, data: { text: '工'.repeat(Math.floor(left / 3)) + 'x'.repeat(left % 3) } };
};

const nested = (levels: number): object => {
  let value: object = {};
  for (let i = 1; i < levels; i++) value = { a: value };
  return value;
};

export const limits = (factory: EventStoreWorldFactory): void => {
  const bench = Bench.forAllTests(factory);

  const tooLarge = async (attempt: Promise<unknown>, what: string, actual: number, max: number): Promise<void> => {
    await expect(attempt).rejects.toBeInstanceOf(TooLarge);
    await expect(attempt).rejects.toMatchObject({ what, actual, max });
  };

  test('one event: the last byte that fits, and one more', async () => {
    const { store } = bench;
    const stream = newStream();
    const largest = eventOfBytes(stream, EVENT_BYTES_MAX);
    await store.append(stream, [largest], 'none');
    expect((await store.readStream(stream))[0]?.data).toEqual(largest.data);
    const larger = eventOfBytes(stream, EVENT_BYTES_MAX + 1);
    await tooLarge(store.append(stream, [newEvent(), larger], 0), 'events[1]', EVENT_BYTES_MAX + 1, EVENT_BYTES_MAX);
    expect(await store.readStream(stream)).toHaveLength(1);
  });

  test('one append: the last byte that fits, and one more', async () => {
    const { store } = bench;
    const stream = newStream();
    const halves = (sum: number) => [eventOfBytes(stream, sum / 2), eventOfBytes(stream, sum / 2)];
    await store.append(stream, halves(APPEND_BYTES_MAX), 'none');
    const over = [...halves(APPEND_BYTES_MAX - 600), eventOfBytes(stream, 601)];
    await tooLarge(store.append(stream, over, 1), 'bytes of events', APPEND_BYTES_MAX + 1, APPEND_BYTES_MAX);
    expect(await store.readStream(stream)).toHaveLength(2);
  });

  test('events of one append', async () => {
    const { store } = bench;
    const stream = newStream();
    expect(await store.append(stream, newEvents(APPEND_EVENTS_MAX), 'none')).toMatchObject({ revision: APPEND_EVENTS_MAX - 1 });
    await tooLarge(store.append(newStream(), newEvents(APPEND_EVENTS_MAX + 1), 'none'), 'events', APPEND_EVENTS_MAX + 1, APPEND_EVENTS_MAX);
  });

  test('the name of a stream', async () => {
    const { store } = bench;
    const longest = 'é'.repeat(STREAM_NAME_BYTES_MAX / 2);
    await store.append(longest, newEvents(1), 'none');
    expect((await store.readStream(longest))[0]?.stream).toBe(longest);
    const longer = `${longest.slice(1)}abc`;
    await tooLarge(store.append(longer, newEvents(1), 'none'), 'stream', STREAM_NAME_BYTES_MAX + 1, STREAM_NAME_BYTES_MAX);
    await tooLarge(store.readStream(longer), 'stream', STREAM_NAME_BYTES_MAX + 1, STREAM_NAME_BYTES_MAX);
  });

  test('the type of an event', async () => {
    const { store } = bench;
    const stream = newStream();
    const type = 'é'.repeat(EVENT_TYPE_BYTES_MAX / 2);
    await store.append(stream, [newEvent({ type })], 'none');
    expect((await store.readStream(stream))[0]?.type).toBe(type);
    const longer = newEvent({ type: `${type.slice(1)}abc` });
    await tooLarge(store.append(stream, [longer], 0), 'events[0].type', EVENT_TYPE_BYTES_MAX + 1, EVENT_TYPE_BYTES_MAX);
  });

  test('nesting of data', async () => {
    const { store } = bench;
    const stream = newStream();
    await store.append(stream, [newEvent({ data: nested(NESTING_MAX) })], 'none');
    expect((await store.readStream(stream))[0]?.data).toEqual(nested(NESTING_MAX));
    await expect(store.append(stream, [newEvent({ data: nested(NESTING_MAX + 1) })], 0)).rejects.toBeInstanceOf(InvalidEvent);
  });

  test('events of one page', async () => {
    const { store } = bench;
    const stream = newStream();
    await store.append(stream, newEvents(600), 'none');
    await store.append(stream, newEvents(600), 599);
    expect(await store.readStream(stream, { maxCount: READ_PAGE_EVENTS_MAX })).toHaveLength(READ_PAGE_EVENTS_MAX);
    expect(await store.readStream(stream)).toHaveLength(READ_PAGE_EVENTS_MAX);
    expect(await store.readAll()).toHaveLength(READ_PAGE_EVENTS_MAX);
    const more = { maxCount: READ_PAGE_EVENTS_MAX + 1 };
    await tooLarge(store.readStream(stream, more), 'maxCount', READ_PAGE_EVENTS_MAX + 1, READ_PAGE_EVENTS_MAX);
    await tooLarge(store.readAll(more), 'maxCount', READ_PAGE_EVENTS_MAX + 1, READ_PAGE_EVENTS_MAX);
  });
};
