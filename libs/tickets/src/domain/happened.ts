import { instantOf } from '@docket/deciding';
import type { DecisionContext, Refusal } from '@docket/deciding';
import { OCCURRED_AT_MIN } from './limits.js';
import { invalid } from './refusals.js';
import type { Ticket } from './ticket.js';

/** When the command's facts happened, as they carry it: nothing for "now". */
export interface Happened {
  readonly occurredAt?: string;
}

/** Settles a command's occurredAt: not in the future, and not before the ticket was reported. */
export const happened = (
  occurredAt: string | null | undefined,
  context: Pick<DecisionContext, 'now'>,
  ticket?: Ticket,
): Happened | Refusal => {
  if (occurredAt === undefined || occurredAt === null) return {};
  const at = instantOf(occurredAt);
  if (at === undefined) return invalid('occurredAt.invalid', 'occurredAt is no moment', 'occurredAt');
  if (at > context.now) return invalid('occurredAt.future', `occurredAt is later than now, ${context.now}`, 'occurredAt');
  if (at < OCCURRED_AT_MIN) return invalid('occurredAt.tooEarly', `occurredAt is before ${OCCURRED_AT_MIN}`, 'occurredAt');
  if (ticket && at < ticket.createdAt)
    return invalid('occurredAt.beforeCreation', `occurredAt is before the ticket was reported, ${ticket.createdAt}`, 'occurredAt');
  return { occurredAt: at };
};
