import { EventEmitter } from 'node:events';
import { newEvent, newEvents } from '../contract/world.contract.js';
import { CannotOpen, OutcomeUnknown, StoreUnavailable, TooLarge } from '../failures.js';
import { APPEND_QUEUE_CHARACTERS_MAX, APPEND_QUEUE_MAX } from '../limits.js';
import { COMMIT, MORE, requestsOf, type AnswerWire, type FromWriter, type ToWriter } from './append-wire.js';
import { WriterThread, type WriterPort } from './writer-thread.js';

/** A thread that hears, and says what the test tells it to say. */
class ScriptedWriter extends EventEmitter implements WriterPort {
  readonly heard: ToWriter[] = [];

  postMessage(message: ToWriter): void {
    this.heard.push(message);
    if (message === 'close') setImmediate(() => this.emit('exit'));
  }

  tell(message: FromWriter): void {
    this.emit('message', message);
  }

  answer(...answers: AnswerWire): void {
    this.tell({ kind: 'answers', answers });
  }

  get streams(): string[] {
    return this.heard.flatMap((message) => (message === 'close' ? [] : [...requestsOf(message)].map(({ stream }) => stream)));
  }

  /** What each message says about its turn. */
  get turns(): unknown[] {
    return this.heard.map((message) => (message === 'close' ? message : message[0]));
  }
}

const setUp = () => {
  const deaths: true[] = [];
  const writers: ScriptedWriter[] = [];
  const warnings: string[] = [];
  const commits: number[] = [];
  const clock = { ms: 0 };
  const start = (): WriterPort => {
    const writer = new ScriptedWriter();
    writers.push(writer);
    return writer;
  };
  const appended: unknown[] = [];
  const thread = new WriterThread({
    startWriter: start,
    warn: (message) => warnings.push(message),
    died: () => deaths.push(true),
    appended: (...append) => appended.push(append),
    committed: (appends) => commits.push(appends),
    nowMs: () => clock.ms,
  });
  return { appended, thread, writers, warnings, deaths, commits, clock };
};

const theOnly = (writers: readonly ScriptedWriter[]): ScriptedWriter => {
  const [writer, ...others] = writers;
  if (!writer || others.length > 0) throw new Error(`${writers.length} writers were started`);
  return writer;
};

const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** A few appends are committed behind this turn of the loop: the first immediate may come before that. */
const turn = async (): Promise<void> => {
  await immediate();
  await immediate();
};

describe('the store’s side of the writer', () => {
  test('opens when the thread has opened the log, and fails as it failed', async () => {
    const { thread, writers } = setUp();
    const opening = thread.open();
    theOnly(writers).tell({ kind: 'open' });
    await opening;

    const other = setUp();
    const failing = other.thread.open();
    theOnly(other.writers).tell({ kind: 'cannotOpen', reason: 'a newer version' });
    await expect(failing).rejects.toThrow(new CannotOpen('a newer version'));
  });

  test('a thread that ends before it has opened the log has not opened it', async () => {
    const { thread, writers } = setUp();
    const opening = thread.open();
    theOnly(writers).emit('exit');
    await expect(opening).rejects.toThrow(new CannotOpen('the writer of the event log ended before it had opened it'));
  });

  test('a few appends of one turn wait for those of the turn that is still to come; it is told how many went together', async () => {
    const { thread, writers, commits } = setUp();
    const first = thread.append('a', newEvents(1), 'none');
    await new Promise((resolve) => process.nextTick(resolve));
    const second = thread.append('b', newEvents(1), 'none');
    await turn();
    expect(theOnly(writers).turns).toEqual([COMMIT]);
    expect(theOnly(writers).streams).toEqual(['a', 'b']);
    theOnly(writers).answer(0, 1, 0, 2);
    await Promise.all([first, second]);
    expect(commits).toEqual([2]);
  });

  test('what is appended in one turn of the loop is one commit, and is sent while the turn goes on', async () => {
    const { thread, writers } = setUp();
    const appending = Array.from({ length: 40 }, (_, index) => thread.append(`s${index}`, newEvents(1), 'none'));
    expect(theOnly(writers).turns).toEqual([MORE, MORE, MORE, MORE, MORE]);
    await turn();
    expect(theOnly(writers).turns).toEqual([MORE, MORE, MORE, MORE, MORE, COMMIT]);
    expect(theOnly(writers).streams).toEqual(Array.from({ length: 40 }, (_, index) => `s${index}`));
    theOnly(writers).answer(...Array.from({ length: 40 }, (_, index) => [0, index + 1]).flat());
    expect((await Promise.all(appending)).map(({ position }) => Number(position))).toEqual(appending.map((_, index) => index + 1));
  });

  test('what comes slowly does not wake the thread for each message; what has waited long is committed while the turn goes on', async () => {
    const { thread, writers, clock } = setUp();
    const streams = Array.from({ length: 30 }, (_, index) => `s${index}`);
    const appending = streams.map((stream) => {
      const appended = thread.append(stream, newEvents(1), 'none');
      clock.ms += 0.125;
      return appended;
    });
    // 16 of them come in two milliseconds, and the 17th asks for the commit.
    expect(theOnly(writers).turns).toEqual([COMMIT]);
    expect(theOnly(writers).streams).toEqual(streams.slice(0, 17));
    await turn();
    expect(theOnly(writers).turns).toEqual([COMMIT, COMMIT]);
    expect(theOnly(writers).streams).toEqual(streams);
    theOnly(writers).answer(...streams.flatMap((_, index) => [0, index + 1]));
    await Promise.all(appending);
  });

  test('a turn in which all is committed already asks for no other commit', async () => {
    const { thread, writers, clock } = setUp();
    const appending = Array.from({ length: 16 }, (_, index) => {
      if (index === 15) clock.ms += 2;
      return thread.append(`s${index}`, newEvents(1), 'none');
    });
    await turn();
    expect(theOnly(writers).turns).toEqual([MORE, COMMIT]);
    theOnly(writers).answer(...appending.flatMap((_, index) => [0, index + 1]));
    await Promise.all(appending);
  });

  test('answers settle the appends in their order, each in its way; it is told of those that are durable', async () => {
    const { thread, writers, appended } = setUp();
    const appending = Promise.allSettled(
      (['none', 4, 'any', 'none', 'none'] as const).map((expected, index) => thread.append(`s${index}`, newEvents(1), expected)),
    );
    await turn();
    theOnly(writers).answer(0, 7, -2, -1, 3, 8);
    theOnly(writers).answer(-3, 'the disk is full', -4, 'the commit failed');
    expect(await appending).toMatchObject([
      { value: { revision: 0, position: '00000000000000000007' } },
      { reason: { name: 'WrongExpectedRevision', stream: 's1', expected: 4, actual: 'none' } },
      { value: { revision: 3 } },
      { reason: { name: 'StoreUnavailable', message: 'the disk is full' } },
      { reason: { name: 'OutcomeUnknown', message: 'the commit failed' } },
    ]);
    expect(appended).toEqual([
      ['s0', 0],
      ['s2', 3],
    ]);
  });

  test('an append that was written before is answered like the others, and says nothing of where its stream ends', async () => {
    const { thread, writers, appended } = setUp();
    const again = thread.append('a', newEvents(1), 'none');
    await turn();
    theOnly(writers).answer(0, -7);
    expect(await again).toEqual({ revision: 0, position: '00000000000000000007' });
    expect(appended).toEqual([]);
  });

  test('when the thread dies, what it was sent is unknown, and the next append starts another', async () => {
    const { thread, writers, warnings, deaths } = setUp();
    const sent = thread.append('a', newEvents(1), 'none');
    await turn();
    writers[0]?.emit('error', new Error('out of memory'));
    writers[0]?.emit('exit');
    await expect(sent).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(warnings).toEqual(['the writer of the event log died: out of memory']);
    expect(deaths).toHaveLength(1);

    const next = thread.append('b', newEvents(1), 'none');
    await turn();
    expect(writers).toHaveLength(2);
    expect(writers[1]?.streams).toEqual(['b']);
    writers[1]?.answer(0, 1);
    await next;
  });

  test('what was not sent yet when the thread died goes to the next one', async () => {
    const { thread, writers } = setUp();
    const sent = Promise.allSettled(Array.from({ length: 16 }, () => thread.append('a', newEvents(1), 'any')));
    const unsent = thread.append('b', newEvents(1), 'none');
    theOnly(writers).emit('exit');
    expect((await sent).every(({ status }) => status === 'rejected')).toBe(true);
    await turn();
    expect(writers[1]?.streams).toEqual(['b']);
    writers[1]?.answer(0, 1);
    await unsent;
  });

  test('when another thread can’t open the log, nothing was written: that is said', async () => {
    const { thread, writers } = setUp();
    const sent = thread.append('a', newEvents(1), 'none');
    await turn();
    theOnly(writers).tell({ kind: 'cannotOpen', reason: 'the disk is gone' });
    theOnly(writers).emit('exit');
    await expect(sent).rejects.toThrow(new StoreUnavailable('the disk is gone'));
  });

  test('so many appends wait, and one more is refused; when one is answered there is room again', async () => {
    const { thread, writers } = setUp();
    const event = newEvent();
    const waiting = Promise.allSettled(Array.from({ length: APPEND_QUEUE_MAX }, () => thread.append('a', [event], 'any')));
    await expect(thread.append('a', [event], 'any')).rejects.toThrow(new StoreUnavailable('too many appends wait for the writer'));
    await turn();
    theOnly(writers).answer(0, 1);
    const again = thread.append('a', [event], 'any');
    await turn();
    theOnly(writers).emit('exit');
    expect((await waiting).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(again).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  test('so many characters wait, and more are refused', async () => {
    const { thread, writers } = setUp();
    const large = newEvent({ data: { text: 'x'.repeat(500_000) } });
    const fits = Math.floor(APPEND_QUEUE_CHARACTERS_MAX / 500_500);
    const waiting = Promise.allSettled(Array.from({ length: fits }, () => thread.append('a', [large], 'any')));
    await expect(thread.append('a', [large], 'any')).rejects.toThrow(new StoreUnavailable('too much waits for the writer'));
    await turn();
    theOnly(writers).answer(...Array.from({ length: fits }, () => [0, 1]).flat());
    await waiting;
    const again = thread.append('a', [large], 'any');
    await turn();
    theOnly(writers).answer(0, 1);
    await again;
  });

  test('what can’t be stored is refused before anything is sent', async () => {
    const { thread, writers } = setUp();
    await expect(thread.append('a', newEvents(2_000), 'any')).rejects.toBeInstanceOf(TooLarge);
    await turn();
    expect(writers).toEqual([]);
  });

  test('closing sends what waits, and resolves when the thread has ended; then appends are refused', async () => {
    const { thread, writers, deaths } = setUp();
    const appending = thread.append('a', newEvents(1), 'none');
    const closed = thread.close();
    expect(theOnly(writers).turns).toEqual([COMMIT, 'close']);
    theOnly(writers).answer(0, 1);
    await Promise.all([appending, closed, thread.close()]);
    expect(deaths).toEqual([]);
    await expect(thread.append('a', newEvents(1), 'none')).rejects.toThrow(new StoreUnavailable('the event store is closed'));
  });

  test('closing what was never used starts nothing', async () => {
    const { thread, writers } = setUp();
    await thread.close();
    expect(writers).toEqual([]);
  });

  test('what is wrong beside the appends is passed on', async () => {
    const { thread, writers, warnings } = setUp();
    void thread.open();
    theOnly(writers).tell({ kind: 'warning', message: 'the WAL grows' });
    expect(warnings).toEqual(['the WAL grows']);
  });
});
