import type { CommandEnd } from './command-end.js';
import { InvalidInput } from './validation/input-reader.js';

/** What a command came to that ended by this: wrong input is refused like a wrong command, anything else is a failure. */
export const endOfThrown = (error: unknown): CommandEnd => (error instanceof InvalidInput ? 'refused' : 'failed');
