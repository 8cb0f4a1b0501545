import { createHmac } from 'node:crypto';
import { WrongExpectedRevision } from '@docket/event-store';
import type { EventStore } from '@docket/event-store';
import { appendSurely, waitFor } from './append-surely.js';
import type { Wait } from './append-surely.js';
import type { Clock } from './clock.js';
import type { Identities } from './decider.js';
import { EventTypes } from './event-types.js';
import type { LogOpened } from './event-types.js';
import { freshId } from './fresh-id.js';
import { createIdentities } from './identities.js';
import { SECRET_BYTES_MIN } from './limits.js';
import { isRefusal } from './refusal.js';
import { stamp } from './stamp.js';

/** The log can't be used with this secret: one clear line for whoever starts the program. */
export class WrongSecret extends Error {
  override readonly name = 'WrongSecret';
}

/** A log and what ids are derived from. */
export interface OpenedLog {
  readonly logId: string;
  readonly identities: Identities;
}

/** The stream whose first event opens the log. */
export const LOG_STREAM = 'log';

/** Opens the log: the first one who comes writes LogOpened, everybody else reads it. Fails with WrongSecret when the secret is not the one that the log was
 *  opened with (ids that were derived from it would not be found again), or is too short to protect anybody. */
export const openLog = async (
  store: Pick<EventStore, 'readStream' | 'append'>,
  secret: string,
  clock: Clock,
  wait: Wait = waitFor,
): Promise<OpenedLog> => {
  assertLongEnough(secret);
  const opened = (await opening(store)) ?? (await openFirst(store, secret, clock, wait));
  assertSecretOf(opened, secret);
  return { logId: opened.logId, identities: createIdentities(secret, opened.logId) };
};

const assertLongEnough = (secret: string): void => {
  if (Buffer.byteLength(secret) < SECRET_BYTES_MIN) throw new WrongSecret(`the secret has fewer than ${SECRET_BYTES_MIN} bytes`);
};

/** Fails with WrongSecret where a log was opened with another secret. */
export const assertSecretOf = ({ logId, secretCheck }: LogOpened['data'], secret: string): void => {
  assertLongEnough(secret);
  if (secretCheck !== checkOf(secret, logId))
    throw new WrongSecret('the secret is not the one that this log was opened with; give it the one that belongs to it');
};

const opening = async (store: Pick<EventStore, 'readStream'>): Promise<LogOpened['data'] | undefined> => {
  const [first] = await store.readStream(LOG_STREAM, { maxCount: 1 });
  return first && (first.data as LogOpened['data']);
};

const openFirst = async (
  store: Pick<EventStore, 'readStream' | 'append'>,
  secret: string,
  clock: Clock,
  wait: Wait,
): Promise<LogOpened['data']> => {
  const logId = freshId();
  const data = { logId, secretCheck: checkOf(secret, logId) };
  const by = { actor: { kind: 'system', id: logId }, via: 'system', commandId: freshId() } as const;
  const events = stamp([{ type: 'LogOpened', data }], new EventTypes([]), by, new Date(clock()).toISOString(), freshId);
  if (isRefusal(events)) throw new Error(events.message);
  try {
    await appendSurely(store, wait, LOG_STREAM, events, 'none');
    return data;
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
    const winners = await opening(store);
    if (!winners) throw error;
    return winners;
  }
};

/** Tells a secret from another one, and tells nobody the secret. */
const checkOf = (secret: string, logId: string): string => createHmac('sha256', secret).update(`secretCheck\0${logId}`).digest('hex');
