import { createHash } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { canonicalJson } from '../canonical.js';
import { digestVectors } from '../contract/vectors.contract.js';
import { newEvent, newEvents } from '../contract/world.contract.js';
import { READ_PAGE_EVENTS_MAX } from '../limits.js';
import { logToHead } from '../log-to-head.js';
import { MemoryEventStore } from '../memory/memory-event-store.js';
import { exportOf, openExport } from '../testing/exported.js';
import { DamagedEvent, EXPORT_LINE_BYTES_MAX, beginsExport, eventLine, headerLine, parseExportLine } from './export-format.js';
import { EXPORT_START, exportPieces } from './export-log.js';
import { linesOf } from './lines-of.js';

const LOG_ID = '018f8c7e-0000-7000-8000-00000000000a';
const stop = new AbortController();

describe('an export', () => {
  test('has a header, the events in their order, and a line that closes it', async () => {
    const store = new MemoryEventStore();
    await store.append('b-1', [newEvent()], 'none');
    await store.append('a-1', newEvents(2), 'none');
    const lines = (await exportOf(store, LOG_ID)).split('\n').map((line) => (line === '' ? line : (JSON.parse(line) as object)));
    const events = (await store.readAll()).map(({ position: _, digest, ...event }, at) => ({ digest, event, number: at + 1 }));
    expect(lines).toEqual([
      { format: 'docket-log-export', logId: LOG_ID, version: 1 },
      ...events,
      { closing: { count: 3, digest: events.at(-1)?.digest } },
      '',
    ]);
    expect(beginsExport(headerLine(LOG_ID))).toBe(true);
    expect(beginsExport('number,incident_state')).toBe(false);
  });

  test.each(digestVectors.map((vector) => [vector.name, vector] as const))(
    'has the bytes that the digest is taken of, word for word: %s',
    (_, { event, digest }) => {
      const line = eventLine({ ...event, position: '', digest }, 1);
      const bytes = line.slice(line.indexOf('"event":') + '"event":'.length, line.lastIndexOf(',"number":'));
      expect(createHash('sha256').update(`\0${bytes}`).digest('hex')).toBe(digest);
      expect(canonicalJson(parseExportLine(line, 2))).toBe(canonicalJson({ kind: 'event', event: { ...event, digest }, number: 1 }));
    },
  );

  test('is not made of an event whose digest is another one', async () => {
    const store = new MemoryEventStore();
    await store.append('a-1', [newEvent()], 'none');
    const [event] = await store.readAll();
    if (!event) throw new Error('nothing was written');
    expect(() => eventLine({ ...event, data: { text: 'y' } }, 1)).toThrow(DamagedEvent);
    expect(() => eventLine({ ...event, data: { text: 'y' } }, 1)).toThrow(
      `a-1, revision 0 (position ${event.position}): its digest is not that of its bytes; it was changed or damaged`,
    );
  });

  test('goes on behind the place that it has come to', async () => {
    const store = new MemoryEventStore();
    await store.append('a-1', newEvents(3), 'none');
    const whole: string[] = [];
    for await (const { text, place } of exportPieces(store, EXPORT_START, stop.signal)) {
      whole.push(text);
      expect(place).toMatchObject({ position: await store.head(), count: 3 });
    }
    const [, second] = await store.readAll();
    const from = { position: second?.position, count: 2, digest: second?.digest ?? '' };
    for await (const { text } of exportPieces(store, from, stop.signal)) expect(whole.join('').endsWith(text)).toBe(true);
    await store.append('a-1', newEvents(1), 2);
    const pieces = [];
    for await (const { place } of exportPieces(store, from, stop.signal)) pieces.push(place.count);
    expect(pieces).toEqual([4]);
  });

  test('is read however it is cut into pieces', async () => {
    const store = new MemoryEventStore();
    await store.append('a-1', [newEvent({ data: { text: '秘 ü\n😀' } }), newEvent()], 'none');
    const text = await exportOf(store, LOG_ID);
    for (const pieceBytes of [1, 2, 3, 7, 100, 100_000]) {
      const read = [];
      let end = 0;
      for await (const page of (await openExport(text, pieceBytes)).events())
        for (const at of page) {
          read.push(at.event);
          expect(at.bytes).toBe(Buffer.byteLength(text.split('\n')[at.line - 1] ?? '') + 1);
          ({ end } = at);
        }
      expect(read).toEqual((await store.readAll()).map(({ position: _, ...event }) => event));
      expect(end).toBe(Buffer.byteLength(text.slice(0, text.indexOf('{"closing"'))));
    }
  });
});

describe('the lines of a file', () => {
  const read = async (...pieces: string[]) => {
    const lines: object[] = [];
    for await (const page of linesOf(buffers(pieces))) lines.push(...page);
    return lines;
  };

  test('are as long as an export’s may be, and no longer', async () => {
    const longest = 'x'.repeat(EXPORT_LINE_BYTES_MAX);
    expect(await read('a\n', longest, '\n')).toMatchObject([{ text: 'a' }, { text: longest, line: 2, whole: true }]);
    expect(await read('a\n', `${longest}\nb`)).toMatchObject([{ text: 'a' }, { text: longest }, { text: 'b', line: 3, whole: false }]);
    await expect(read('a\n', `${longest}x\n`)).rejects.toThrow(`line 2: it is longer than ${EXPORT_LINE_BYTES_MAX} bytes`);
    await expect(read('a\n', longest, 'x', 'never read')).rejects.toThrow('line 2: ');
  });

  test('of an empty file are none', async () => {
    expect(await read()).toEqual([]);
    await expect(openExport('')).rejects.toThrow('line 1: the file is no export of Docket: it does not begin as one');
  });
});

describe('the log up to its head', () => {
  test('ends there, and earlier when it is told to', async () => {
    const store = new MemoryEventStore();
    for (let page = 0; page < 3; page += 1) await store.append(`a-${page}`, newEvents(READ_PAGE_EVENTS_MAX), 'none');
    const told = new AbortController();
    let events = 0;
    for await (const page of logToHead(store, undefined, told.signal)) events += page.length;
    expect(events).toBe(3 * READ_PAGE_EVENTS_MAX);
    let pages = 0;
    for await (const _ of logToHead(store, undefined, told.signal)) if ((pages += 1) === 1) told.abort();
    expect(pages).toBe(1);
    expect(getEventListeners(told.signal, 'abort')).toEqual([]);
  });
});

async function* buffers(pieces: readonly string[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece);
}
