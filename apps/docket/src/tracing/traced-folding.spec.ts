import type { Span, SpanBeginning } from '@docket/gateway';
import type { Folded } from '@docket/projecting';
import { TOLD_AGE_MS_MAX, tracedFolding, TRACES_OF_A_BATCH_MAX } from './traced-folding.js';

const AT = Date.parse('2024-05-20T08:00:00.000Z');

/** Events of commands, each named by its traceparent (undefined: not traced), and the age of the event in milliseconds. */
const told = (...events: readonly (readonly [traceparent: string | undefined, ageMs?: number])[]) => {
  const spans: { name: string; beginning: SpanBeginning; ended: boolean }[] = [];
  const begin = (name: string, beginning: SpanBeginning): Span => {
    const span = { name, beginning, ended: false };
    spans.push(span);
    return { traceparent: '', end: () => void (span.ended = true) };
  };
  tracedFolding({ begin })({
    projection: 'tickets',
    beganAt: AT,
    events: events.map(([traceparent, ageMs = 0]) => ({
      metadata: { recordedAt: new Date(AT - ageMs).toISOString(), ...(traceparent === undefined ? {} : { traceparent }) },
    })) as unknown as Folded['events'],
  });
  return spans;
};

describe('what a projection has folded', () => {
  test('is told once to the trace of each command, with how many of its events there were', () => {
    expect(told(['a'], [undefined], ['b'], ['a'])).toEqual([
      {
        name: 'project tickets',
        beginning: { kind: 'consumer', parent: 'a', beganAt: AT, attributes: { 'docket.projection': 'tickets', 'docket.events': 2 } },
        ended: true,
      },
      expect.objectContaining({
        beginning: expect.objectContaining({ parent: 'b', attributes: expect.objectContaining({ 'docket.events': 1 }) }),
      }),
    ]);
  });

  test('is told to no more traces than TRACES_OF_A_BATCH_MAX', () => {
    const commands = (count: number) => Array.from({ length: count }, (_, nth) => [`command ${nth}`] as const);
    expect(told(...commands(TRACES_OF_A_BATCH_MAX))).toHaveLength(TRACES_OF_A_BATCH_MAX);
    expect(told(...commands(TRACES_OF_A_BATCH_MAX + 1))).toHaveLength(TRACES_OF_A_BATCH_MAX);
  });

  test('is not told of events that are older than TOLD_AGE_MS_MAX', () => {
    expect(told(['a', TOLD_AGE_MS_MAX])).toHaveLength(1);
    expect(told(['a', TOLD_AGE_MS_MAX + 1])).toEqual([]);
  });
});
