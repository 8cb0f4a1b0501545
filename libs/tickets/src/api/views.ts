import { type OwnView, personalFields, type View, without } from '@docket/access';
import { refuse, type Refusal } from '@docket/deciding';
import type { JsonObject } from '@docket/event-store';
import type { OwnCommand } from '@docket/gateway';
import type { CommentOnTicket, CreateTicket } from '../commands/index.js';
import { ticketEventTypes } from '../domain/events.js';
import { publicEntry, publicTicket } from '../domain/public-parts.js';
import type { Ticket } from '../domain/ticket.js';
import { KINDS, type TimelineKind } from '../projections/timeline.js';

/** A requester's own ticket. */
export const ownTicket: OwnView = (ticket, subjectId) => (ticket['requesterId'] === subjectId ? publicTicket(ticket) : undefined);

/** Whose ticket it is was asked by the query: an entry does not say it. */
export const ownTimelineEntry: OwnView = (entry) => publicEntry(entry, entry['kind'] as string);
export const ownHistoryEntry: OwnView = (entry) =>
  publicEntry(entry, (KINDS as Readonly<Record<string, TimelineKind>>)[entry['type'] as string] ?? '');

/** `from` and `to` are personal in the event of a custom field only; entries of changes are dealt with by the field's name. */
const PERSONAL = new Set([...personalFields(ticketEventTypes)].filter((name) => name !== 'from' && name !== 'to'));
const impersonal = without(PERSONAL);

const isPersonal = ({ field }: { readonly field: string }): boolean => PERSONAL.has(field.split('.')[0] ?? '');

/** A ticket without what people wrote and without who asks. */
export const impersonalTicket: View = ({ requester: _, ...ticket }) => impersonal(ticket);

/** An entry of a history or a timeline without what people wrote; that a text was changed is told, not how. */
export const impersonalEntry: View = ({ digest: _, comment, ...entry }) => {
  const changes = ((entry['changes'] ?? []) as readonly (JsonObject & { readonly field: string })[]).map((change) =>
    isPersonal(change) ? { field: change.field.split('.')[0] ?? '' } : change,
  );
  const { to: _to, cc: _cc, ...said } = (comment ?? {}) as JsonObject;
  return { ...impersonal(entry), changes, ...(comment ? { comment: impersonal(said) } : {}) };
};

const changed = <Command extends object>(command: Command, fields: Partial<Command>): Command =>
  Object.assign(Object.create(Object.getPrototypeOf(command) as object) as Command, command, fields);

/** The first field that is given and is not among those that a requester may say. */
const forbidden = (command: object, allowed: readonly string[]): Refusal | undefined => {
  const field = Object.entries(command).find(([name, value]) => value !== undefined && !allowed.includes(name))?.[0];
  return field === undefined ? undefined : refuse('field.notForRequesters', `requesters don’t say ${field}`, { kind: 'forbidden', field });
};

const REPORTED = [
  'subject',
  'description',
  'format',
  'requester',
  'type',
  'category',
  'urgency',
  'impactText',
  'channel',
  'problemStartedAt',
  'affected',
  'environment',
];

const ownerOf = (state: unknown): string | undefined => (state as Ticket).requesterId;

/** A requester opens tickets for nobody else. */
export const createOwn: OwnCommand = {
  ownerOf,
  narrow: (command, subjectId) => {
    const given = command as CreateTicket;
    const { id, name, email, phone, department } = given.requester;
    if ((id !== undefined && id !== subjectId) || [name, email, phone, department].some((detail) => detail !== undefined))
      return refuse('requester.notYou', 'a requester opens tickets for nobody else: give an empty requester, {}', {
        kind: 'forbidden',
        field: 'requester',
      });
    return (
      forbidden(command, REPORTED) ??
      changed(given, {
        requester: Object.assign(Object.create(Object.getPrototypeOf(given.requester) as object), {
          id: subjectId,
        }) as CreateTicket['requester'],
      })
    );
  },
  view: ownTicket,
};

/** A requester speaks in the open, and for nobody else. */
export const commentOwn: OwnCommand = {
  ownerOf,
  narrow: (command) => {
    if ((command as CommentOnTicket).visibility !== 'public')
      return refuse('visibility.notForRequesters', 'requesters write no internal notes', { kind: 'forbidden', field: 'visibility' });
    return forbidden(command, ['body', 'visibility', 'format', 'inReplyTo', 'channel']) ?? command;
  },
  view: ownTicket,
};

/** What each may filter tickets by: what they do not see they can't ask for either, or it could be found out by asking. */
export const OWN_FILTERS: readonly string[] = [
  'status',
  'statusCategory',
  'priority',
  'type',
  'category',
  'channel',
  'externalRef',
  'requester',
];
export const IMPERSONAL_FILTERS: readonly string[] = [...OWN_FILTERS, 'assignee', 'team', 'tag'];
