import type { Caller } from '@docket/access';
import type { Position } from '@docket/event-store';
import type { Answer } from '../operation.js';
import type { DocumentBatches } from './document-batches.js';
import type { OpenQuestions } from './open-questions.js';

/** What one request of GraphQL carries along. */
export interface GraphqlContext {
  readonly caller: Caller;
  /** As whom that is done which is open for everybody. undefined where nothing is done: in a subscription. */
  readonly stranger: (() => Caller) | undefined;
  readonly requestId: string;
  /** The request's part of a trace, where it is recorded. */
  readonly traceparent: string | undefined;
  /** Aborts when whoever asks has gone. */
  readonly signal: AbortSignal;
  readonly documents: DocumentBatches;
  readonly questions: OpenQuestions;
  /** The latest position that the request waits for or has written itself: what is asked along its relations waits for it too. */
  after: Position | undefined;
  /** The session that an action began or ended. */
  session: Answer['session'] | undefined;
}

export const waitFor = (context: GraphqlContext, position: unknown): void => {
  if (typeof position === 'string' && position > (context.after ?? '')) context.after = position;
};
