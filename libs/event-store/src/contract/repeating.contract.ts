import type { NewEvent } from '../event.js';
import type { ExpectedRevision } from '../event-store.js';
import { OutcomeUnknown, WrongExpectedRevision } from '../failures.js';
import { Bench, idsOf, newEvent, newEvents, newStream, type EventStoreWorldFactory } from './world.contract.js';

/** What an append answers: `+4`, it is written and ends at revision 4; `=2`, it was written before and ended at 2; `no`, the revision is wrong. */
type Answer = `+${number}` | `=${number}` | 'no';

const EXPECTED: readonly ExpectedRevision[] = ['none', 0, 1, 2, 3, 'any'];

/** Appends to a stream that holds the events e0, e1 and e2. `new` and `other` are ids that the stream does not have; another stream has `other`. */
const ON_THREE_EVENTS: readonly (readonly [ids: string, ...answers: Answer[]])[] = [
  // ids         none  0     1     2     3     any
  ['new', 'no', 'no', 'no', '+3', 'no', '+3'],
  ['new new', 'no', 'no', 'no', '+4', 'no', '+4'],
  ['other', 'no', 'no', 'no', '+3', 'no', '+3'],
  ['e0', '=0', 'no', 'no', '+3', 'no', '=0'],
  ['e1', 'no', '=1', 'no', '+3', 'no', '=1'],
  ['e2', 'no', 'no', '=2', '+3', 'no', '=2'],
  ['e0 e1', '=1', 'no', 'no', '+4', 'no', '=1'],
  ['e1 e2', 'no', '=2', 'no', '+4', 'no', '=2'],
  ['e0 e1 e2', '=2', 'no', 'no', '+5', 'no', '=2'],
  // Begins as a repetition and does not end as one.
  ['e2 new', 'no', 'no', 'no', '+4', 'no', 'no'],
  ['e0 new', 'no', 'no', 'no', '+4', 'no', 'no'],
  ['e0 e2', 'no', 'no', 'no', '+4', 'no', '=2'],
  // Begins as something new: then it is.
  ['new e2', 'no', 'no', 'no', '+4', 'no', '+4'],
];

const ON_AN_ABSENT_STREAM: typeof ON_THREE_EVENTS = [
  ['new', '+0', 'no', 'no', 'no', 'no', '+0'],
  ['new new', '+1', 'no', 'no', 'no', 'no', '+1'],
  ['other', '+0', 'no', 'no', 'no', 'no', '+0'],
];

const cells = (table: typeof ON_THREE_EVENTS): { ids: string; expected: ExpectedRevision; answer: Answer }[] =>
  table.flatMap(([ids, ...answers]) => EXPECTED.map((expected, index) => ({ ids, expected, answer: answers[index] ?? 'no' })));

export const repeating = (factory: EventStoreWorldFactory): void => {
  const bench = Bench.forAllTests(factory);

  const check = async (present: readonly NewEvent[], ids: string, expected: ExpectedRevision, answer: Answer): Promise<void> => {
    const { store } = bench;
    const [stream, other] = [newStream(), newEvent()];
    await store.append(newStream(), [other], 'none');
    await store.append(stream, present, 'none');
    const known = new Map([['other', other], ...present.map((event, index) => [`e${index}`, event] as const)]);
    const events = ids.split(' ').map((id) => known.get(id) ?? newEvent());
    const head = (await store.head()) ?? '';
    const appending = store.append(stream, events, expected);
    if (answer === 'no') {
      await expect(appending).rejects.toBeInstanceOf(WrongExpectedRevision);
      await expect(appending).rejects.toMatchObject({ stream, expected, actual: present.length === 0 ? 'none' : present.length - 1 });
    } else {
      const { revision, position } = await appending;
      expect(revision).toBe(Number(answer.slice(1)));
      const there = (await store.readStream(stream, { fromRevision: revision, maxCount: 1 }))[0];
      expect(there).toMatchObject({ id: events.at(-1)?.id, position });
    }
    expect(await store.readAll({ after: head })).toHaveLength(answer.startsWith('+') ? events.length : 0);
  };

  test.each(cells(ON_THREE_EVENTS))('to a stream of e0 e1 e2: $ids at $expected gives $answer', async ({ ids, expected, answer }) => {
    await check(newEvents(3), ids, expected, answer);
  });

  test.each(cells(ON_AN_ABSENT_STREAM))('to an absent stream: $ids at $expected gives $answer', async ({ ids, expected, answer }) => {
    await check([], ids, expected, answer);
  });

  test.each([
    ['none', 'no'],
    [0, 'no'],
    [2, 2],
    [3, 'no'],
    ['any', 2],
  ] as const)('no events to a stream at revision 2, at %s: %s', async (expected, answer) => {
    const { store } = bench;
    const stream = newStream();
    const end = await store.append(stream, newEvents(3), 'none');
    const nothing = store.append(stream, [], expected);
    if (answer === 'no') await expect(nothing).rejects.toBeInstanceOf(WrongExpectedRevision);
    else expect(await nothing).toEqual(end);
  });

  test('no events to an absent stream at revision 0: there is none', async () => {
    await expect(bench.store.append(newStream(), [], 0)).rejects.toMatchObject({ actual: 'none' });
  });

  test.each(['none', 1, 'any'] as const)(
    'an append whose acknowledgement was lost is sent again at %s, and is there once',
    async (expected) => {
      const { store, world } = bench;
      const stream = newStream();
      if (expected !== 'none') await store.append(stream, newEvents(2), 'none');
      const events = newEvents(3);
      await world.loseNextAcknowledgement();
      await expect(store.append(stream, events, expected)).rejects.toBeInstanceOf(OutcomeUnknown);
      const again = await store.append(stream, events, expected);
      const read = await store.readStream(stream);
      expect(idsOf(read.slice(-3))).toEqual(idsOf(events));
      expect(read.at(-1)).toMatchObject(again);
      expect(read).toHaveLength(expected === 'none' ? 3 : 5);
    },
  );

  test('it is recognised also when others have written since, and when the store was opened again', async () => {
    const stream = newStream();
    const [mine, theirs] = [newEvents(2), newEvents(2)];
    await bench.world.loseNextAcknowledgement();
    await expect(bench.store.append(stream, mine, 'none')).rejects.toBeInstanceOf(OutcomeUnknown);
    await bench.store.append(stream, theirs, 1);
    const store = await bench.reopen();
    expect(await store.append(stream, mine, 'none')).toMatchObject({ revision: 1 });
    expect(idsOf(await store.readStream(stream, { fromRevision: 2 }))).toEqual(idsOf(theirs));
    expect(idsOf(await store.readStream(stream))).toEqual(idsOf([...mine, ...theirs]));
  });

  test('the same append twice at once is there once, and both learn where', async () => {
    const { store } = bench;
    const stream = newStream();
    const events = newEvents(2);
    const [one, other] = await Promise.all([store.append(stream, events, 'none'), store.append(stream, events, 'none')]);
    expect(other).toEqual(one);
    expect(await store.readStream(stream)).toHaveLength(2);
  });
};
