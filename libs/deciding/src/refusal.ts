/** What kind of no it is; the edge answers 400, 404, 409, 412, 422, 403, 401, 429 by it. */
export type RefusalKind =
  'invalid' | 'notFound' | 'conflict' | 'preconditionFailed' | 'unprocessable' | 'forbidden' | 'unauthenticated' | 'tooMany';

/** A decision against a command: a value, with a stable code (`ticket.closed`, `transition.notAllowed`). */
export interface Refusal {
  readonly refused: true;
  readonly code: string;
  readonly kind: RefusalKind;
  /** For people; no personal data. */
  readonly message: string;
  /** The command's field that it is about. */
  readonly field?: string;
  /** Of `tooMany`: the same may be taken then. */
  readonly retryAfterSeconds?: number;
}

export const refuse = (
  code: string,
  message: string,
  options: { kind?: RefusalKind; field?: string; retryAfterSeconds?: number } = {},
): Refusal => ({
  refused: true,
  code,
  message,
  kind: options.kind ?? 'conflict',
  ...(options.field === undefined ? {} : { field: options.field }),
  ...(options.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: options.retryAfterSeconds }),
});

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as Partial<Refusal>).refused === true;

/** The command is for a stream that is absent. */
export const absentTarget = (category: string): Refusal =>
  refuse(`${category}.notFound`, `there is no such ${category}`, { kind: 'notFound' });
