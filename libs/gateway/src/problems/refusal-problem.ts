import type { Refusal, RefusalKind } from '@docket/deciding';
import { type Problem, problem } from './problem.js';

export const STATUS: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  preconditionFailed: 412,
  unprocessable: 422,
  unauthenticated: 401,
  tooMany: 429,
};

/** A decision's no. */
export const refusalProblem = (refusal: Refusal): Problem =>
  problem(STATUS[refusal.kind], refusal.code, refusal.message, refusal.field === undefined ? {} : { field: refusal.field });
