import type { Outcome } from '@docket/deciding';

/** What a command came to. */
export type CommandEnd = 'changed' | 'unchanged' | 'repeated' | 'refused' | 'failed';

export const endOf = ({ repeated, changed }: Outcome): CommandEnd => (repeated ? 'repeated' : changed ? 'changed' : 'unchanged');
