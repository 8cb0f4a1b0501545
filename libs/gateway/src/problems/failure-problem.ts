import { STREAM_EVENTS_MAX, StreamTooLong } from '@docket/deciding';
import { DocumentsUnavailable, InvalidQuery, TooLarge as DocumentTooLarge } from '@docket/document-store';
import {
  InvalidEvent,
  InvalidPosition,
  OutcomeUnknown,
  StoreUnavailable,
  StreamGone,
  TooLarge as EventTooLarge,
} from '@docket/event-store';
import { InvalidCursor, ReadModelBehind } from '@docket/projecting';
import { InvalidInput } from '../validation/input-reader.js';
import { RETRY_AFTER_SECONDS } from '../limits.js';
import { type Problem, ProblemError, problem } from './problem.js';

/** A failure as a problem. `retryAfterSeconds`: the same request may succeed then. `unexpected`: nobody foresaw it, so it is logged with its stack
 *  and tells nothing of itself outside. */
export interface FailureProblem {
  readonly problem: Problem;
  readonly retryAfterSeconds?: number;
  readonly unexpected?: true;
}

const later = (code: string, detail: string, retryAfterSeconds = RETRY_AFTER_SECONDS): FailureProblem => ({
  problem: problem(503, code, detail),
  retryAfterSeconds,
});

const about = (field: string): { field: string } | undefined => (field === '' ? undefined : { field });

const invalidInput = ({ errors }: InvalidInput): Problem => {
  const fields = [...new Set(errors.map(({ field }) => field))];
  const [only] = fields;
  return problem(400, 'input.invalid', errors.map(({ detail }) => detail).join('; '), {
    ...(fields.length === 1 && only !== undefined ? about(only) : {}),
    errors,
  });
};

/** An event's data are the input's fields under `data.`. */
const fieldOfData = (field: string): string => field.replace(/^data\./, '');

const known = ({ problem, retryAfterSeconds }: ProblemError): FailureProblem => ({
  problem,
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

/** The one mapping from what can be thrown to what is answered. */
export const failureProblem = (error: unknown): FailureProblem => {
  if (error instanceof ProblemError) return known(error);
  if (error instanceof InvalidInput) return { problem: invalidInput(error) };
  if (error instanceof InvalidPosition)
    return { problem: problem(400, 'position.invalid', 'after is not a position that this log gives', { field: 'after' }) };
  if (error instanceof InvalidCursor)
    return {
      problem: problem(400, 'cursor.invalid', 'cursor is malformed, of another query, or expired: begin again without it', {
        field: 'cursor',
      }),
    };
  if (error instanceof InvalidQuery) return { problem: problem(400, 'query.invalid', error.message, { field: error.field }) };
  if (error instanceof InvalidEvent)
    return {
      problem: problem(400, 'input.notStorable', `${fieldOfData(error.field)} can't be stored as it is`, {
        field: fieldOfData(error.field),
      }),
    };
  if (error instanceof EventTooLarge)
    return {
      problem: problem(413, 'input.tooLarge', `${error.what}: ${error.actual} is above the limit of ${error.max}`, { field: error.what }),
    };
  if (error instanceof DocumentTooLarge) return { problem: problem(400, 'query.tooLarge', error.message, { field: error.field }) };
  if (error instanceof ReadModelBehind) return later('readModel.behind', error.message, error.retryAfterSeconds);
  if (error instanceof OutcomeUnknown)
    return later('outcome.unknown', 'it is not known whether this was recorded: send it again with the same Idempotency-Key');
  if (error instanceof StoreUnavailable || error instanceof DocumentsUnavailable)
    return later('store.unavailable', 'a store is not available at the moment');
  if (error instanceof StreamTooLong)
    return { problem: problem(409, 'stream.tooLong', `its history has more than ${STREAM_EVENTS_MAX} events`) };
  if (error instanceof StreamGone) return { problem: problem(404, 'stream.gone', 'this was deleted for good') };
  return { problem: problem(500, 'internal', 'something went wrong here; the log has the details under the request id'), unexpected: true };
};
