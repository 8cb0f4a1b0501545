import { GraphQLError } from 'graphql';
import type { Refusal } from '@docket/deciding';
import { cutText } from '../problems/cut-text.js';
import { type FailureProblem, failureProblem } from '../problems/failure-problem.js';
import { type Problem, ProblemError, problem } from '../problems/problem.js';
import { refusalProblem } from '../problems/refusal-problem.js';
import type { Log } from '../http/log.js';
import { GRAPHQL_MESSAGE_LENGTH_MAX } from '../limits.js';

/** Throws a refusal: GraphQL knows no other way to say no. */
export const raise = (refusal: Refusal): never => {
  throw new ProblemError(refusalProblem(refusal), refusal.retryAfterSeconds);
};

/** What is refused before anything is executed. */
export const errorOf = (wrong: Problem, retryAfterSeconds?: number): GraphQLError =>
  new GraphQLError(wrong.detail, { originalError: new ProblemError(wrong, retryAfterSeconds) });

const OF_A_VARIABLE = /^Variable "\$\w+" got invalid value /;

/** A variable that does not fit is told of with the whole of what was sent, a password beside the wrong field too: what is left out here. */
const withoutValue = (message: string): string => {
  const [about] = OF_A_VARIABLE.exec(message) ?? [];
  const reason = message.lastIndexOf('; ');
  if (about === undefined || reason < about.length) return message;
  const [place = ''] = / at "[\w.[\]]+"$/.exec(message.slice(about.length, reason)) ?? [];
  return `${about.trimEnd()}${place}${message.slice(reason)}`;
};

/** The problem of an error that came out of an execution, a validation or a parser. */
const problemOf = ({ originalError, message }: GraphQLError, log: Log, requestId: string): FailureProblem => {
  // Without one, the request itself is wrong: its syntax, a field that there is not, a variable of another type.
  if (!originalError || originalError instanceof GraphQLError)
    return { problem: problem(400, 'graphql.invalid', cutText(withoutValue(message), GRAPHQL_MESSAGE_LENGTH_MAX)) };
  const failure = failureProblem(originalError);
  const { problem: known, unexpected } = failure;
  if (unexpected) log.error({ requestId, err: originalError }, 'a field of GraphQL failed');
  else if (known.status >= 500) log.warn({ requestId, code: known.code }, 'a field of GraphQL could not be answered now');
  return failure;
};

/** An error as it is answered: `extensions` are the problem details that REST answers, and `retryAfterSeconds`, which REST has as a header. */
export const answeredError = (error: GraphQLError, log: Log, requestId: string): object => {
  const { problem: known, retryAfterSeconds } = problemOf(error, log, requestId);
  const { detail, ...details } = known;
  return {
    message: detail,
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions: { ...details, detail, instance: requestId, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
  };
};
