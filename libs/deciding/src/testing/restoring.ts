import type { NewEvent } from '@docket/event-store';
import { MemoryEventStore, newEvent, openExport, wholeLog } from '@docket/event-store/testing';
import { openLog } from '../open-log.js';
import { restore } from '../restore.js';
import type { RestoreOptions } from '../restore.js';

export const SECRET = 'a secret of some length';
export const clock = () => Date.parse('2024-05-20T08:00:00.000Z');

/** Takes so many appends, and dies before the next one. It counts them. */
export class MortalStore extends MemoryEventStore {
  appends = 0;
  lives = Infinity;

  override async append(...given: Parameters<MemoryEventStore['append']>) {
    if (this.appends === this.lives) throw new Error('killed');
    this.appends += 1;
    return super.append(...given);
  }
}

/** Neighbours of one stream, streams that take turns, one id twice in a stream. */
export const someLog = async (): Promise<{ store: MemoryEventStore; logId: string }> => {
  const store = new MemoryEventStore();
  const { logId } = await openLog(store, SECRET, clock);
  const note = (text: string): NewEvent => newEvent({ data: { text } });
  const twice = note('twice');
  await store.append('a-1', [note('one'), note('two')], 'none');
  await store.append('b-1', [note('Ünïcödé 秘')], 'none');
  await store.append('a-1', [twice], 1);
  await store.append('a-1', [twice], 2);
  await store.append('b-1', [note('four')], 0);
  return { store, logId };
};

const stop = new AbortController();
export const restoring = async (store: MemoryEventStore, text: string, more: Partial<RestoreOptions> = {}) =>
  restore({ store, exported: await openExport(text), secret: SECRET, signal: stop.signal, wait: async () => {}, ...more });
export const failure = async (store: MemoryEventStore, text: string, more: Partial<RestoreOptions> = {}): Promise<Error> =>
  restoring(store, text, more).then(
    () => new Error('it was restored'),
    (error: unknown) => error as Error,
  );
export const stripped = async (store: MemoryEventStore) => (await wholeLog(store)).map(({ position: _, ...event }) => event);
