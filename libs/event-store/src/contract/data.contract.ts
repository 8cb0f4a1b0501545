import fc from 'fast-check';
import { canonicalJson } from '../canonical.js';
import { digestOf } from '../digest.js';
import { Bench, metadata, newEvent, newStream, wholeLog, WRITES_MUCH_MS, type EventStoreWorldFactory } from './world.contract.js';
import { digestVectors, VECTOR_STREAM } from './vectors.contract.js';

const STRANGE_STREAMS = [
  'a',
  'ticket-',
  '-',
  'with blanks and\ttabs\nand lines',
  '包裹-迟到',
  'e\u0301-é',
  '📦-👩‍🚒',
  'مرحبا-1',
  '"quoted"\\-and/slashed',
  "o'clock; DROP TABLE events",
  '%2F%00_*?',
  '\u0000\u0001\u007f',
  '__proto__',
  '@domain',
  'a$',
];

export const data = (factory: EventStoreWorldFactory): void => {
  const bench = Bench.forAllTests(factory);

  test('an event is read as it was written, with its place and its digest', async () => {
    const { store } = bench;
    const stream = newStream();
    const event = newEvent({
      type: '包裹迟到',
      data: { subject: '包裹迟到了', '📦': [1, null, true, { é: 'e\u0301' }], empty: {}, none: [] },
      metadata: { ...metadata, commandHash: 'ab'.repeat(32), correlationId: 'é', causationId: 'c' },
    });
    const before = await store.head();
    const { position } = await store.append(stream, [event], 'none');
    const expected = { ...event, stream, revision: 0, position, digest: digestOf({ ...event, stream, revision: 0 }) };
    expect(await store.readStream(stream)).toEqual([expected]);
    expect(await store.readAll(before === undefined ? {} : { after: before })).toEqual([expected]);
    expect(await store.eventAt(position)).toEqual(expected);
  });

  test('changing what was given or what was read changes nothing in the store', async () => {
    const { store } = bench;
    const stream = newStream();
    const given = newEvent({ data: { list: [1] } });
    const appending = store.append(stream, [given], 'none');
    (given.data as { list: number[] }).list.push(2);
    await appending;
    const read = (await store.readStream(stream))[0];
    (read?.data as { list: number[] }).list.push(3);
    expect((await store.readStream(stream))[0]?.data).toEqual({ list: [1] });
  });

  test('the vectors: the same bytes, so the same digests, in every store', async () => {
    const { store } = bench;
    const vectors = digestVectors.filter(({ event }) => event.stream === VECTOR_STREAM);
    expect(vectors.length).toBeGreaterThan(5);
    await store.append(
      VECTOR_STREAM,
      vectors.map(({ event }) => event),
      'none',
    );
    const read = await store.readStream(VECTOR_STREAM);
    expect(read.map(({ digest }) => digest)).toEqual(vectors.map(({ digest }) => digest));
    expect(read.map((event) => canonicalJson(event.data))).toEqual(vectors.map(({ event }) => canonicalJson(event.data)));
  });

  test.each(STRANGE_STREAMS)('the stream %j is its own', async (stream) => {
    const { store } = bench;
    await store.append(`${stream}x`, [newEvent()], 'none');
    const { position } = await store.append(stream, [newEvent()], 'none');
    const event = await store.eventAt(position);
    expect(await store.readStream(stream)).toEqual([event]);
    expect(event).toMatchObject({ stream, revision: 0 });
    expect(event?.digest).toBe(event && digestOf(event));
  });

  test('streams whose names differ in case or in composition are different', async () => {
    const { store } = bench;
    const names = ['ticket-é', 'ticket-e\u0301', 'Ticket-é', 'ticket-É'];
    for (const name of names) expect(await store.append(name, [newEvent()], 'none')).toMatchObject({ revision: 0 });
  });

  test(
    'any data that JSON can hold comes back, and gives the digest that anybody can compute',
    async () => {
      const { store } = bench;
      // Made here: an arbitrary over all code points takes a second to make, and everybody who needs a store in memory loads this file.
      const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed());
      const anyData = fc.dictionary(text, fc.jsonValue({ stringUnit: 'grapheme' }), { maxKeys: 8 });
      await fc.assert(
        fc.asyncProperty(anyData, text, async (value, name) => {
          const stream = `any-${name}`.slice(0, 100);
          if (!stream.isWellFormed()) return;
          const event = newEvent({ data: value });
          const { revision } = await store.append(stream, [event], 'any');
          const read = (await store.readStream(stream, { fromRevision: revision }))[0];
          expect(canonicalJson(read?.data)).toBe(canonicalJson(value));
          expect(read?.digest).toBe(digestOf({ ...event, stream, revision }));
        }),
      );
      for (const event of await wholeLog(store)) expect(event.digest).toBe(digestOf(event));
    },
    WRITES_MUCH_MS,
  );
};
