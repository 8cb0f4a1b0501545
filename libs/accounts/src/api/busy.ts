import { refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';

/** It is the passwords of too many others that are being checked. */
export const busy = (): Refusal =>
  refuse('password.busy', 'too many passwords are being checked: try again', { kind: 'tooMany', retryAfterSeconds: 1 });
