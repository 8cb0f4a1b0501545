import { randomUUID } from 'node:crypto';
import {
  ANY,
  type AppendExpectedRevision,
  type AllStreamSubscription,
  EventStoreDBClient,
  jsonEvent,
  type ResolvedEvent,
} from '@eventstore/db-client';

/** For cases that move megabytes or thousands of events, on a machine that has other work. */
export const SLOW_MS = 60_000;

/** A client of the server, as a program would make it. */
export const connect = ({ connectionString }: { readonly connectionString: string }, options = ''): EventStoreDBClient =>
  EventStoreDBClient.connectionString(`${connectionString}${options}`);

/** An event with a fresh id, unless one is given. */
export const event = (type = 'Happened', data: Record<string, unknown> = {}, id: string = randomUUID()) => jsonEvent({ id, type, data });

export const events = (count: number, type = 'Happened') => Array.from({ length: count }, (_, i) => event(type, { i }));

/** Appends one fresh event of a type. */
export const appendOne = (client: EventStoreDBClient, stream: string, type = 'Happened', expectedRevision: AppendExpectedRevision = ANY) =>
  client.appendToStream(stream, event(type), { expectedRevision });

/** All that a read gives. */
export const collect = async (read: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent[]> => {
  const found: ResolvedEvent[] = [];
  for await (const resolved of read) found.push(resolved);
  return found;
};

/** What an action fails with; fails when it does not. */
export const failureOf = async (action: Promise<unknown>): Promise<Error & { readonly code?: number; readonly type?: string }> => {
  try {
    await action;
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected a failure, but it succeeded');
};

/** A subscription under observation: what it delivered, that it caught up, and how it ended. */
export interface Watched {
  readonly subscription: AllStreamSubscription;
  readonly types: string[];
  readonly events: ResolvedEvent[];
  /** Resolves when the server has said that all there was has been sent. */
  readonly caughtUp: Promise<void>;
  /** Resolves with the error, or with `undefined` after a clean end. */
  readonly ended: Promise<Error | undefined>;
  /** Resolves when so many events have come. */
  readonly received: (count: number) => Promise<void>;
}

export const watch = (subscription: AllStreamSubscription): Watched => {
  const types: string[] = [];
  const seen: ResolvedEvent[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  subscription.on('data', (resolved: ResolvedEvent) => {
    seen.push(resolved);
    types.push(resolved.event?.type ?? '');
    for (const { resolve } of waiting.filter(({ count }) => count <= seen.length)) resolve();
    waiting = waiting.filter(({ count }) => count > seen.length);
  });
  return {
    subscription,
    types,
    events: seen,
    caughtUp: new Promise((resolve) => void subscription.once('caughtUp', resolve)),
    ended: new Promise((resolve) => {
      subscription.once('error', resolve);
      subscription.once('end', () => resolve(undefined));
    }),
    received: (count) => (seen.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve }))),
  };
};
