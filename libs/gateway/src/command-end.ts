import type { Outcome } from '@docket/deciding';

/** What a command came to. */
export type CommandEnd = 'changed' | 'unchanged' | 'repeated' | 'refused' | 'failed';

/** An action does not tell whether it changed anything. */
export const endOfAction = (): CommandEnd => 'changed';

export const endOf = ({ repeated, changed }: Outcome): CommandEnd => (repeated ? 'repeated' : changed ? 'changed' : 'unchanged');
