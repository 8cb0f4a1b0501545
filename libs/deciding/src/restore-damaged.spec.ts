import { BrokenExport } from '@docket/event-store';
import { MemoryEventStore, exportOf } from '@docket/event-store/testing';
import { CannotRestore } from './restore.js';
import { failure, someLog, stripped } from './testing/restoring.js';

describe('a damaged export', () => {
  let source: MemoryEventStore;
  let lines: string[];
  beforeAll(async () => {
    const { store, logId } = await someLog();
    source = store;
    const text = await exportOf(source, logId);
    lines = text.split('\n').slice(0, -1);
  });
  const file = (of: readonly string[]) => of.map((line) => `${line}\n`).join('');
  /** The target has the first so many events, and no others. */
  const expectBeginning = async (store: MemoryEventStore, events: number) =>
    expect(await stripped(store)).toEqual((await stripped(source)).slice(0, events));

  const damages: readonly (readonly [string, (lines: string[], at: number) => string[]])[] = [
    ['lacks a line', (all, at) => all.toSpliced(at, 1)],
    ['has a line twice', (all, at) => all.toSpliced(at, 0, all[at] ?? '')],
    ['has a changed fact', (all, at) => all.with(at, (all[at] ?? '').replace('"data":{', '"data":{"a":1,'))],
    ['has another digest', (all, at) => all.with(at, (all[at] ?? '').replace(/^\{"digest":"..../, '{"digest":"0000'))],
    ['has a line that is no JSON', (all, at) => all.with(at, '{')],
    ['has a line of something else', (all, at) => all.with(at, '[1]')],
    ['has an empty line', (all, at) => all.toSpliced(at, 0, '')],
    ['lacks a field', (all, at) => all.with(at, (all[at] ?? '').replace('"type":', '"tipe":'))],
  ];

  test.each(damages)('%s: the line is named, and nothing behind it is written', async (_, damage) => {
    for (let at = 1; at < lines.length - 1; at += 1) {
      const store = new MemoryEventStore();
      const error = await failure(store, file(damage([...lines], at)));
      expect(error).toBeInstanceOf(BrokenExport);
      expect([at + 1, at + 2]).toContain((error as BrokenExport).line);
      expect(error.message).toMatch(new RegExp(`^line ${(error as BrokenExport).line}: `));
      const { length } = await stripped(store);
      expect(length).toBeLessThan(at + 1);
      await expectBeginning(store, length);
    }
  });

  test('has two lines in the other order', async () => {
    const swapped = lines.with(3, lines[4] ?? '').with(4, lines[3] ?? '');
    expect((await failure(new MemoryEventStore(), file(swapped))).message).toBe(
      'line 4: event 4 of the export stands where event 3 should',
    );
  });

  const renumbered = (of: readonly string[]) =>
    of.map((line, at) => line.replace(/"number":\d+\}$/, `"number":${at}}`).replace(/"count":\d+/, `"count":${of.length - 2}`));

  test('has a gap in a stream that somebody has numbered over', async () => {
    const store = new MemoryEventStore();
    const error = await failure(store, file(renumbered(lines.toSpliced(2, 1))));
    expect(error).toBeInstanceOf(CannotRestore);
    expect(error.message).toBe('line 3: it is revision 1 of a-1, of which the log has none');
    await expectBeginning(store, 1);
    const later = await failure(new MemoryEventStore(), file(renumbered(lines.toSpliced(3, 1))));
    expect(later.message).toBe('line 5: it is revision 2 of a-1, of which the log ends with revision 0');
  });

  test('has an event twice that somebody has numbered over', async () => {
    const store = new MemoryEventStore();
    const error = await failure(store, file(renumbered(lines.toSpliced(5, 0, lines[2] ?? ''))));
    expect(error.message).toBe('line 6: the log holds revision 0 of a-1 already, before the event in front of it');
    await expectBeginning(store, 4);
  });

  test.each([
    ['closes another number of events', (closing: string) => closing.replace('"count":7', '"count":8')],
    ['closes another last event', (closing: string) => closing.replace(/"digest":"..../, '"digest":"0000')],
  ])('%s', async (_, change) => {
    const error = await failure(new MemoryEventStore(), file(lines.with(-1, change(lines.at(-1) ?? ''))));
    expect(error.message).toMatch(/^line 9: it closes an export of \d events, but 7 stand before it, or the last one is another$/);
  });

  test.each([
    [
      'something behind its end',
      (all: readonly string[]) => [...all, all[2] ?? ''],
      'line 10: it stands behind the line that closes the export',
    ],
    [
      'its header twice',
      (all: readonly string[]) => all.toSpliced(3, 0, all[0] ?? ''),
      'line 4: the header of an export stands in the middle of it',
    ],
    ['no header', (all: readonly string[]) => all.slice(1), 'line 1: the file is no export of Docket: it does not begin as one'],
    [
      'a header of a newer version',
      (all: readonly string[]) => all.with(0, (all[0] ?? '').replace('"version":1', '"version":2')),
      'line 1: the export was written by a newer version of Docket (format 2, this one knows 1): use that version',
    ],
    [
      'a header without its log',
      (all: readonly string[]) => all.with(0, (all[0] ?? '').replace('logId', 'log')),
      'line 1: the header of the export is damaged',
    ],
    [
      'the header of another log',
      (all: readonly string[]) => all.with(0, (all[0] ?? '').replace(/"logId":"..../, '"logId":"0000')),
      'line 2: an export begins with the event that opened its log, 0000',
    ],
    [
      'no opening of its log',
      (all: readonly string[]) => renumbered(all.toSpliced(1, 1)),
      'line 2: an export begins with the event that opened its log, ',
    ],
  ])('has %s', async (_, change, message) => {
    const store = new MemoryEventStore();
    const error = await failure(store, file(change(lines)));
    expect(error.message.startsWith(message)).toBe(true);
  });
});
