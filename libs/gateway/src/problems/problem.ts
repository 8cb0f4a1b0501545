import type { FieldError } from '../validation/field-errors.js';

/** A refusal or a failure as it is answered: problem details (RFC 9457). */
export interface Problem {
  /** A reference to the documentation of the code. */
  readonly type: string;
  /** The status in words. */
  readonly title: string;
  readonly status: number;
  /** Stable: programs decide by it. */
  readonly code: string;
  /** For people; no personal data, nothing from inside. */
  readonly detail: string;
  /** The one field that it is about. */
  readonly field?: string;
  /** All wrong fields of an input. */
  readonly errors?: readonly FieldError[];
  /** The request's id: what to ask the operator about. */
  readonly instance?: string;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Where the documentation explains a code. */
export const problemType = (code: string): string => `/docs#${code}`;

export const problem = (status: number, code: string, detail: string, more: Pick<Problem, 'field' | 'errors'> = {}): Problem => ({
  type: problemType(code),
  title: TITLES[status] ?? 'Error',
  status,
  code,
  detail,
  ...more,
});

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Thrown where a refusal is known but nothing else can be answered. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  /** `retryAfterSeconds`: the same request may succeed then. */
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds?: number,
  ) {
    super(problem.detail);
  }
}
