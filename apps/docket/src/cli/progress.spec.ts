import { PassThrough } from 'node:stream';
import { progressOn } from './progress.js';

const SHOWS_CURSOR = '\x1b[?25h';
const WRAPS_LINES = '\x1b[?7h';

/** A terminal, and all that was written to it. */
const terminal = (columns = 80) => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => String((stream as PassThrough).read() ?? '') };
};

describe('progress on a terminal', () => {
  test('is a bar, and the last word stands in its place', () => {
    const { stream, text } = terminal();
    const progress = progressOn(stream);
    progress.update(1, 4, 'events');
    expect(text()).toContain('25 % | 1 of 4 | events');
    progress.end('done');
    expect(text()).toMatch(/done\n$/);
  });

  test.each([80, 20])('leaves a terminal of %i columns as it was, where it is broken off, and once', (columns) => {
    const { stream, text } = terminal(columns);
    const progress = progressOn(stream);
    progress.update(1, 4, 'events');
    text();
    progress.leave();
    const left = text();
    expect([left.includes(SHOWS_CURSOR), left.includes(WRAPS_LINES)]).toEqual([true, true]);
    progress.leave();
    expect(text()).toBe('');
  });
});

test('progress elsewhere is lines, and leaves nothing', () => {
  const stream = new PassThrough();
  const progress = progressOn(stream as unknown as NodeJS.WriteStream);
  progress.update(1, 4, 'events');
  progress.update(2, 4, 'events');
  progress.leave();
  progress.end('done');
  expect(String(stream.read())).toBe('events: 1 of 4 (25 %)\ndone\n');
});
