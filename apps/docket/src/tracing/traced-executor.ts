import { type Executor, isRefusal } from '@docket/deciding';
import { endOf, type SpanAttributes, type Tracing } from '@docket/gateway';

/** The executor, with what becomes of each command of a request told to the request's trace. Its events carry the command's place in the trace. */
export const tracedExecutor = (executor: Executor, tracing: Tracing): Executor => ({
  ...executor,
  execute: async (decider, command, envelope) => {
    const { traceparent: parent } = envelope;
    const attributes = { 'docket.command': command.constructor.name, 'docket.category': decider.category };
    const span =
      parent === undefined ? undefined : tracing.begin(`execute ${command.constructor.name}`, { kind: 'internal', parent, attributes });
    if (!span) return executor.execute(decider, command, envelope);
    let outcome: SpanAttributes | undefined;
    try {
      const end = await executor.execute(decider, command, { ...envelope, traceparent: span.traceparent });
      outcome = isRefusal(end) ? { 'docket.outcome': 'refused', 'docket.refusal': end.code } : { 'docket.outcome': endOf(end) };
      return end;
    } finally {
      if (outcome) span.end(outcome);
      else span.end({ 'docket.outcome': 'failed' }, 'failed');
    }
  },
});
