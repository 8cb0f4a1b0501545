import type { Delivery, EventReader, Position } from '@docket/event-store';
import { pause, ReadModelBehind, type Clock, type ProjectorLog, type ReadModels } from '@docket/projecting';
import { accountsProjection, accessTokensProjection, sessionsProjection } from '../projections.js';
import { DIRECTORY_PAGE } from '../limits.js';
import type { Account } from '../account/domain/account.js';
import type { Session } from '../session/session.js';
import type { AccessToken } from '../token/access-token.js';
import type { Directory } from './directory.js';

/** Milliseconds between two tries to read on. */
const RETRY_MS = 500;

export interface KeepDirectoryOptions {
  readonly directory: Directory;
  readonly readModels: ReadModels;
  readonly events: Pick<EventReader, 'subscribe'>;
  /** The process's tail of the log, where other processes write to the log too. Without one, all that is written passes through this process, which tells the
   *  directory itself (`tellingAppend`): then the log is read to its head once, and nothing is read twice. */
  readonly tail?: Pick<EventReader, 'subscribe'>;
  readonly clock: Clock;
  readonly log: ProjectorLog;
}

/** Fills a directory and keeps it up: from the documents where they are there, and then from the log; where they are not, from the log's beginning. While the log
 *  is away it stays as the documents had it. Nobody waits for it: what it does not know yet is looked up in the streams. */
export const keepDirectory = (options: KeepDirectoryOptions): { stop(): Promise<void> } => {
  const stopping = new AbortController();
  const running = run(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};

const run = async ({ directory, readModels, events, tail, clock, log }: KeepDirectoryOptions, signal: AbortSignal): Promise<void> => {
  // A first start has no documents yet.
  const complain = (message: string, error: unknown): void =>
    log({
      level: error instanceof ReadModelBehind ? 'info' : 'warn',
      message,
      reason: error instanceof Error ? error.message : String(error),
    });
  let position: Position | undefined;
  try {
    position = await unlessAborted(fromDocuments(directory, readModels), signal);
  } catch (error) {
    complain('accounts and tokens are read from the log, because their documents are not there', error);
  }
  const take = (delivery: Delivery): void => {
    if (delivery.kind !== 'events') return;
    for (const event of delivery.events) directory.take(event);
    position = delivery.events.at(-1)?.position ?? position;
  };
  while (!signal.aborted) {
    try {
      for await (const delivery of (tail ?? events).subscribe(position, signal)) {
        take(delivery);
        if (!tail && delivery.kind === 'caughtUp') return;
      }
      // A tail that has closed is not opened again.
      return;
    } catch (error) {
      complain('accounts and tokens stand still until the log can be read again', error);
      await pause(clock, RETRY_MS, signal);
    }
  }
};

/** Whoever stops does not wait for documents that may not come; what becomes of the reading then is nobody's concern. */
const unlessAborted = <Value>(reading: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(undefined));
    reading.then(resolve, reject);
  });

/** Gives the position from which the log goes on. */
const fromDocuments = async (directory: Directory, readModels: ReadModels): Promise<Position | undefined> => {
  const positions = [
    await readAll<Account>(readModels, accountsProjection.name, (state) => directory.put('account', state)),
    await readAll<AccessToken>(readModels, accessTokensProjection.name, (state) => directory.put('accessToken', state)),
    await readAll<Session>(readModels, sessionsProjection.name, (state) => directory.put('session', state)),
  ];
  // One that has not begun: from the beginning.
  return positions.some((position) => position === undefined) ? undefined : (positions as Position[]).sort()[0];
};

const readAll = async <State>(readModels: ReadModels, projection: string, put: (state: State) => void): Promise<Position | undefined> => {
  const model = await readModels.open(projection);
  let cursor: string | undefined;
  do {
    const page = await model.list<State>(
      projection,
      { order: 'created' },
      { limit: DIRECTORY_PAGE, ...(cursor === undefined ? {} : { cursor }) },
    );
    for (const { body } of page.items) put(body);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return model.position;
};
