import type { GraphQLFieldResolver } from 'graphql';
import { isRefusal } from '@docket/deciding';
import type { JsonObject, RecordedEvent } from '@docket/event-store';
import { waitingFor, type Live } from '../live.js';
import type { Subscription } from '../relation.js';
import type { GraphqlContext } from './context.js';
import { raise } from './graphql-errors.js';
import { ask, bodyOf, type AskedQuery } from './resolvers.js';

/** What is subscribed to: the query is answered again after events that concern it, once the read models have them. It is asked at the pace of whoever
 *  reads, so that a slow reader is told of the latest and not of everything between. */
export const subscriptionSource = (
  subscription: Subscription,
  query: AskedQuery,
  live: Live,
): GraphQLFieldResolver<unknown, GraphqlContext, { readonly id?: string | null }> => {
  const { name, subjectOf, changed } = subscription;
  const types = new Set(subscription.events);

  const answerOf = async (id: string, context: GraphqlContext): Promise<JsonObject | undefined> => {
    const answer = await query.dispatch(query.reader.read({ id }), context.caller);
    if (!isRefusal(answer)) return bodyOf(answer.body);
    // Of what somebody may not see they are not told.
    return answer.kind === 'notFound' ? undefined : raise(answer);
  };
  const concerned = (events: readonly RecordedEvent[], only: string | undefined): readonly string[] => {
    const of = events.filter(({ type }) => types.has(type));
    if (!subjectOf) return of.length > 0 && only !== undefined ? [only] : [];
    return [...new Set(of.map(subjectOf))].filter((id) => only === undefined || id === only);
  };

  const follow = async function* (
    after: string | undefined,
    first: JsonObject | undefined,
    context: GraphqlContext,
    signal: AbortSignal,
  ): AsyncGenerator<object, void, void> {
    const only = first && (first['id'] as string);
    let last = first && changed?.(first);
    for await (const events of waitingFor(live, after, signal)) {
      for (const id of concerned(events, only)) {
        const answer = await answerOf(id, context);
        const now = answer && changed?.(answer);
        if (!answer || (changed && now === last)) continue;
        last = now;
        yield { [name]: answer };
      }
    }
  };
  return async (_source, { id }, context) => {
    // The place first: what changes while the query is answered is told too.
    const after = await live.reader.head();
    const first = id === undefined || id === null ? undefined : await ask(query, { id }, context);
    return untilEnded((signal) => follow(after, first, context, signal), context.signal);
  };
};

/** What is told until its reader has enough, or the connection ends. `return` of a generator that waits for an event comes only behind the event, and on a quiet log that may be
 *  never: so here it ends the waiting, too. */
const untilEnded = (
  tell: (signal: AbortSignal) => AsyncGenerator<object, void, void>,
  connection: AbortSignal,
): AsyncGenerator<object, void, void> => {
  const end = new AbortController();
  const stop = (): void => {
    connection.removeEventListener('abort', stop);
    end.abort();
  };
  if (connection.aborted) stop();
  else connection.addEventListener('abort', stop);
  const told = tell(end.signal);
  const finish = told.return.bind(told);
  told.return = (value) => {
    stop();
    return finish(value);
  };
  return told;
};
