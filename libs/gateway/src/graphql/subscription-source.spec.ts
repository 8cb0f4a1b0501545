import type { GraphQLResolveInfo } from 'graphql';
import type { Live } from '../live.js';
import type { GraphqlContext } from './context.js';
import type { AskedQuery } from './resolvers.js';
import { subscriptionSource } from './subscription-source.js';

/** A log in which nothing happens, and who follows it. */
const quietLog = () => {
  let followers = 0;
  const live: Live = {
    reader: { head: () => Promise.resolve('1') },
    log: {
      async *subscribe(_after, signal) {
        followers += 1;
        try {
          yield { kind: 'caughtUp', position: '1' };
          if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        } finally {
          followers -= 1;
        }
      },
    },
  };
  return { live, followers: () => followers };
};

const subscribed = async (live: Live, connection: AbortSignal) => {
  const source = subscriptionSource(
    {
      name: 'kettleBoiled',
      summary: 'A kettle boils',
      operation: 'getKettle',
      events: ['KettleBoiled'],
      subjectOf: ({ stream }) => stream,
    },
    {} as AskedQuery,
    live,
  );
  const told = (await source(undefined, {}, { signal: connection } as GraphqlContext, {} as GraphQLResolveInfo)) as AsyncGenerator<object>;
  return { told, next: told.next() };
};

describe('what a subscription tells', () => {
  test('ends when its reader has enough of it, though nothing has happened', async () => {
    const { live, followers } = quietLog();
    const { told, next } = await subscribed(live, new AbortController().signal);
    expect(followers()).toBe(1);
    await told.return(undefined);
    expect(await next).toMatchObject({ done: true });
    expect(followers()).toBe(0);
  });

  test('ends with its connection', async () => {
    const { live, followers } = quietLog();
    const connection = new AbortController();
    const { next } = await subscribed(live, connection.signal);
    connection.abort();
    expect(await next).toMatchObject({ done: true });
    expect(followers()).toBe(0);
  });
});
