import { isEnded } from '@docket/workflow/domain';
import type { TicketEvent } from '@docket/tickets/domain';
import { monthOf, type Day } from './calendar.js';

/** How much happened. */
export interface Counts {
  readonly created: number;
  readonly resolved: number;
  readonly reopened: number;
}

/** By what tickets are told apart. `none`: no team has it. */
export interface Dimensions {
  readonly team: string;
  readonly priority: string;
  readonly type: string;
}

/** A ticket as far as volume is concerned: under what it counts now, and on which days what happened to it. */
export interface CountedTicket extends Dimensions {
  /** Is it resolved or closed? */
  readonly ended: boolean;
  readonly days: Readonly<Record<Day, Counts>>;
}

/** The period of a bucket. Weeks are added up from days. */
export type Period = 'day' | 'month';

/** An amount for one period and one combination of dimensions. */
export interface Bucket extends Dimensions, Counts {
  readonly period: Period;
  /** `2024-05-20` or `2024-05`. */
  readonly start: string;
}

export const NO_TEAM = 'none';
const NOTHING: Counts = { created: 0, resolved: 0, reopened: 0 };

/** The events that change what is counted, or under what. */
export const VOLUME_EVENTS = ['TicketCreated', 'TicketTriaged', 'TicketAssigned', 'TicketStatusChanged'] as const;
export type VolumeEvent = Extract<TicketEvent, { type: (typeof VOLUME_EVENTS)[number] }>;

/** A ticket counts, with all that ever happened to it, under the team, priority and type that it has now: what is put right later is right from the
 *  beginning. `dayOf`: the day of an instant in the service's time zone. */
export const countTicket = (ticket: CountedTicket | undefined, event: VolumeEvent, dayOf: (instant: string) => Day): CountedTicket => {
  const { occurredAt } = event.metadata;
  if (event.type === 'TicketCreated') {
    const { priority, type, statusCategory } = event.data;
    const ended = isEnded(statusCategory);
    return { team: NO_TEAM, priority, type, ended, days: { [dayOf(occurredAt)]: { created: 1, resolved: ended ? 1 : 0, reopened: 0 } } };
  }
  if (!ticket) throw new Error(`${event.type} without TicketCreated before it`);
  switch (event.type) {
    case 'TicketTriaged': {
      const { type = ticket.type, priority = ticket.priority, from } = event.data;
      // One that is the same as before came about in another way.
      return under(ticket, { ...ticket, priority: priority === from.priority ? ticket.priority : priority, type });
    }
    case 'TicketAssigned': {
      const { teamId, from } = event.data;
      return teamId === from.teamId ? ticket : under(ticket, { ...ticket, team: teamId ?? NO_TEAM });
    }
    case 'TicketStatusChanged': {
      if (event.data.from === event.data.to) return ticket;
      // By where the ticket is, not by where the event says that it was: an import compares rows of its file, and agents may have been faster.
      const ended = isEnded(event.data.toCategory);
      return ended === ticket.ended ? ticket : counted(ticket, ended, dayOf(occurredAt));
    }
  }
};

/** The same object where nothing that counts has changed. */
const under = (before: CountedTicket, after: CountedTicket): CountedTicket =>
  before.team === after.team && before.priority === after.priority && before.type === after.type ? before : after;

/** The ticket has come to an end on that day, or back from one. */
const counted = (ticket: CountedTicket, ended: boolean, day: Day): CountedTicket => {
  const before = ticket.days[day] ?? NOTHING;
  const what = ended ? 'resolved' : 'reopened';
  return { ...ticket, ended, days: { ...ticket.days, [day]: { ...before, [what]: before[what] + 1 } } };
};

/** What must be added to which buckets when a ticket that counted as `before` counts as `after`, each with its id. */
export const volumeDifference = (before: CountedTicket | undefined, after: CountedTicket | undefined): ReadonlyMap<string, Bucket> => {
  const differences = new Map<string, Bucket>();
  if (before === after) return differences;
  const stays = before && after && under(before, after) === before;
  if (before) addTicket(differences, before, -1, stays ? after.days : {});
  if (after) addTicket(differences, after, 1, stays ? before.days : {});
  for (const [id, bucket] of differences) if (isNothing(bucket)) differences.delete(id);
  return differences;
};

/** A bucket after an amount was added; undefined: nothing is left in it. */
export const added = (bucket: Bucket | undefined, amount: Bucket): Bucket | undefined => {
  const sum = bucket ? plus(bucket, amount, 1) : amount;
  return isNothing(sum) ? undefined : sum;
};

/** Leaves out the days that count the same in `unchanged`. */
const addTicket = (to: Map<string, Bucket>, ticket: CountedTicket, sign: 1 | -1, unchanged: CountedTicket['days']): void => {
  const { team, priority, type, days } = ticket;
  for (const [day, counts] of Object.entries(days)) {
    if (counts === unchanged[day]) continue;
    for (const [period, start] of [
      ['day', day],
      ['month', monthOf(day)],
    ] as const) {
      const id = `${period} ${start} ${team} ${priority} ${type}`;
      to.set(id, plus(to.get(id) ?? { period, start, team, priority, type, ...NOTHING }, counts, sign));
    }
  }
};

const plus = (bucket: Bucket, { created, resolved, reopened }: Counts, sign: 1 | -1): Bucket => ({
  ...bucket,
  created: bucket.created + sign * created,
  resolved: bucket.resolved + sign * resolved,
  reopened: bucket.reopened + sign * reopened,
});

const isNothing = ({ created, resolved, reopened }: Counts): boolean => created === 0 && resolved === 0 && reopened === 0;
