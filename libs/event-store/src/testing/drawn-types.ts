import type { StreamEvent } from '../event.js';
import type { EventType } from '../event-type.js';

/** The share of the logs in which each type of event stands at least. A hundred runs, whatever their seed, then miss a type less than once in thirty
 *  thousand times; one that stands in a single log of a hundred they would miss every third time. */
export const DRAWN_SHARE_MIN = 0.1;

type Logs = readonly (readonly Pick<StreamEvent, 'type'>[])[];

/** The types that stand in fewer of the logs than `DRAWN_SHARE_MIN` of them, or in none: `AgentReactivated stands in 3 of 100 logs`. */
export const seldomDrawn = (types: readonly string[], logs: Logs): readonly string[] => {
  const enough = Math.max(1, logs.length * DRAWN_SHARE_MIN);
  return types
    .map((name) => ({ name, count: logs.filter((log) => log.some(({ type }) => type === name)).length }))
    .filter(({ count }) => count < enough)
    .map(({ name, count }) => `${name} stands in ${count} of ${logs.length} logs`);
};

/** Registers a test for each type of event: of what a generator drew, by a seed that does not change, enough logs have it. What is not drawn no property
 *  says anything of. */
export const drawsEachType = (types: readonly EventType[], logs: Logs): void => {
  test.each(types.map(({ type }) => type))('%s is among what is drawn', (type) => {
    expect(seldomDrawn([type], logs)).toEqual([]);
  });
};
