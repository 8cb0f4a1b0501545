import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '@docket/event-store';
import { newEvents } from '@docket/event-store/testing';
import { appendSurely } from './append-surely.js';
import { UNKNOWN_TRIES } from './limits.js';

const APPENDED = { revision: 0, position: 'p' };
const unknown = new OutcomeUnknown('the answer was lost');
const gone = new StoreUnavailable('nobody answers');

/** Appends to a store that answers so, one after another, and then always as at last; gives the outcome and how often it was asked. */
const appendTo = async (...answers: readonly (Error | typeof APPENDED)[]): Promise<{ outcome: unknown; asked: number }> => {
  let asked = 0;
  const append = async () => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return answer ?? APPENDED;
  };
  const outcome = await appendSurely({ append }, async () => undefined, 'a', newEvents(1), 'none').catch((error: unknown) => error);
  return { outcome, asked };
};

describe('an append whose outcome is unknown', () => {
  test('is sent again until it is known', async () => {
    expect(await appendTo(unknown, unknown, APPENDED)).toEqual({ outcome: APPENDED, asked: 3 });
  });

  test('is unknown still when the store is gone: that nothing was written is true of the last attempt alone', async () => {
    expect(await appendTo(unknown, gone)).toEqual({ outcome: unknown, asked: UNKNOWN_TRIES });
    expect(await appendTo(unknown, gone, gone, APPENDED)).toEqual({ outcome: APPENDED, asked: 4 });
  });

  test('is known to be unwritten when another has the revision', async () => {
    const lost = new WrongExpectedRevision('a', 'none', 0);
    expect(await appendTo(unknown, lost)).toEqual({ outcome: lost, asked: 2 });
  });

  test('is one that was sent: with a store that is gone from the start, nothing was', async () => {
    expect(await appendTo(gone)).toEqual({ outcome: gone, asked: 1 });
  });
});
