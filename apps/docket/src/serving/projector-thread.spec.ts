import { EventEmitter } from 'node:events';
import type { Clock } from '@docket/projecting';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import type { FromProjector, ToProjector } from './projector-messages.js';
import { ProjectorThread, type ProjectorWorker } from './projector-thread.js';

/** A thread that does what a test tells it. */
class Thread extends EventEmitter implements ProjectorWorker {
  readonly told: ToProjector[] = [];
  terminated = false;

  postMessage(message: ToProjector): void {
    this.told.push(message);
  }

  terminate(): void {
    this.terminated = true;
    this.emit('exit');
  }

  says(message: FromProjector): void {
    this.emit('message', message);
  }

  dies(): void {
    this.emit('error', new Error('out of memory'));
    this.emit('exit');
  }
}

/** Time that passes when a test says so. */
class TestClock implements Clock {
  #now = 0;
  readonly #alarms = new Set<{ at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  wakeAfter(ms: number, callback: () => void): () => void {
    const alarm = { at: this.#now + ms, callback };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  async pass(ms: number): Promise<void> {
    this.#now += ms;
    for (const alarm of [...this.#alarms])
      if (alarm.at <= this.#now) {
        this.#alarms.delete(alarm);
        alarm.callback();
      }
    await new Promise(setImmediate);
  }
}

const data = { addresses: { events: { file: 'e' }, documents: { file: 'd' } }, holder: 'h', timeZone: 'UTC', tracing: false };

const LOG_ID = 'the log';
const FOLD = { kind: 'fold', logId: LOG_ID } as const;

const given = () => {
  const threads: Thread[] = [];
  const logged: string[] = [];
  const write = (level: string) => (_fields: object, message: string) => void logged.push(`${level}: ${message}`);
  const clock = new TestClock();
  const projector = ProjectorThread.prepare({
    data,
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    startThread: () => {
      const thread = new Thread();
      threads.push(thread);
      return thread;
    },
    clock,
  });
  const latest = (): Thread => threads.at(-1) ?? new Thread();
  return { projector, threads, logged, clock, latest };
};

const started = async () => {
  const all = given();
  const starting = all.projector.fold(LOG_ID);
  all.latest().says({ kind: 'started' });
  await starting;
  return all;
};

describe('the projector’s thread', () => {
  test('is prepared, and waits for what it is to fold', async () => {
    const { projector, latest } = given();
    expect(latest().told).toEqual([]);
    const starting = projector.fold(LOG_ID);
    expect(latest().told).toEqual([FOLD]);
    expect(projector.running).toBe(false);
    latest().says({ kind: 'started' });
    await starting;
    expect(projector.running).toBe(true);
  });

  test('that was only prepared is told to stop and waited for', async () => {
    const { projector, latest } = given();
    const stopped = projector.stop();
    expect(latest().told).toEqual([{ kind: 'stop' }]);
    latest().emit('exit');
    await stopped;
  });

  test('that can’t start stops the start with its one line', async () => {
    const { projector, latest } = given();
    const starting = projector.fold(LOG_ID);
    latest().says({ kind: 'cannotStart', reason: 'documents of another log' });
    latest().emit('exit');
    await expect(starting).rejects.toEqual(new CannotGoOn('documents of another log', EXIT.unavailable));
  });

  test('that dies before it has started stops the start', async () => {
    const { projector, latest } = given();
    latest().dies();
    await expect(projector.fold(LOG_ID)).rejects.toThrow('out of memory');
  });

  test('that dies is said loudly and started again, later each time, soon again after it has lived long', async () => {
    const { projector, threads, logged, clock, latest } = await started();
    latest().dies();
    expect(projector.running).toBe(false);
    expect(logged).toEqual(['error: the projector died', 'error: the read models stand still until the projector has started again']);
    await clock.pass(999);
    expect(threads).toHaveLength(1);
    await clock.pass(1);
    expect(threads).toHaveLength(2);
    expect(latest().told).toEqual([FOLD]);
    latest().says({ kind: 'started' });
    expect(projector.running).toBe(true);

    latest().dies();
    await clock.pass(1_999);
    expect(threads).toHaveLength(2);
    await clock.pass(1);
    expect(threads).toHaveLength(3);
    latest().says({ kind: 'started' });

    await clock.pass(60_000);
    latest().dies();
    await clock.pass(1_000);
    expect(threads).toHaveLength(4);
  });

  test('that can’t be started again is tried further', async () => {
    const { threads, clock, latest, logged } = await started();
    latest().dies();
    await clock.pass(1_000);
    latest().dies();
    await new Promise(setImmediate);
    expect(logged).toContain('error: the projector could not be started again');
    await clock.pass(2_000);
    expect(threads).toHaveLength(3);
  });

  test('is told to stop and waited for; it is not started again', async () => {
    const { projector, threads, clock, latest } = await started();
    const stopped = projector.stop();
    expect(latest().told).toEqual([FOLD, { kind: 'stop' }]);
    latest().emit('exit');
    await stopped;
    await clock.pass(60_000);
    expect(threads).toHaveLength(1);
    expect(latest().terminated).toBe(false);
  });

  test('is cut off when it does not stop in time', async () => {
    const { projector, clock, latest, logged } = await started();
    const stopped = projector.stop();
    await clock.pass(10_000);
    await stopped;
    expect(latest().terminated).toBe(true);
    expect(logged).toEqual(['warn: the projector did not end its batch in time and is cut off']);
  });

  test('writes into the program’s log', async () => {
    const { latest, logged } = await started();
    latest().says({ kind: 'log', entry: { level: 'warn', message: 'a fold threw' } });
    expect(logged).toEqual(['warn: a fold threw']);
  });
});
