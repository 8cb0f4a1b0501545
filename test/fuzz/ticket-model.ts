import type { StatusCategory } from '@docket/workflow';

/** What a test believes a ticket to be: as much of it as commands change. */
export interface TicketModel {
  events: string[];
  status: string;
  statusCategory: StatusCategory;
  priority: string;
  basis: string;
  type: string;
  category: readonly string[];
  agentId: string | undefined;
  teamId: string | undefined;
  customFields: Record<string, unknown>;
  commentCount: number;
  publicCommentCount: number;
  reopenCount: number;
}

/** A ticket that was just created with nothing but what must be said. */
export const created = (): TicketModel => ({
  events: ['TicketCreated'],
  status: 'new',
  statusCategory: 'new',
  priority: 'P3',
  basis: 'default',
  type: 'incident',
  category: [],
  agentId: undefined,
  teamId: undefined,
  customFields: {},
  commentCount: 0,
  publicCommentCount: 0,
  reopenCount: 0,
});

/** The statuses that a first start ships, and where a ticket goes from each. Written down anew:
 *  a model that read the program's own table would believe whatever that says. */
export const CATEGORY: Readonly<Record<string, StatusCategory>> = {
  new: 'new',
  open: 'open',
  pending: 'paused',
  on_hold: 'paused',
  resolved: 'resolved',
  closed: 'closed',
};
export const MOVES: Readonly<Record<string, readonly string[]>> = {
  new: ['open', 'pending', 'on_hold', 'resolved', 'closed'],
  open: ['pending', 'on_hold', 'resolved', 'closed'],
  pending: ['open', 'on_hold', 'resolved', 'closed'],
  on_hold: ['open', 'pending', 'resolved', 'closed'],
  resolved: ['open', 'closed'],
  closed: ['open'],
};
export const MOVES_COUNT = Object.values(MOVES).flat().length;

const isEnded = (category: StatusCategory): boolean => category === 'resolved' || category === 'closed';

/** What comes of a command: the code of a refusal, the type of the event, or nothing. */
export type Expected = { readonly refused: string } | { readonly event: string } | { readonly unchanged: true };

const refused = (code: string): Expected => ({ refused: code });
const UNCHANGED: Expected = { unchanged: true };

const happened = (ticket: TicketModel, event: string, changes: Partial<TicketModel>): Expected => {
  Object.assign(ticket, changes);
  ticket.events.push(event);
  return { event };
};

export interface Triage {
  readonly priority?: string | undefined;
  readonly type?: string | undefined;
  readonly category?: readonly string[] | undefined;
}

export const triage = (ticket: TicketModel, { priority, type, category }: Triage): Expected => {
  if (ticket.statusCategory === 'closed') return refused('ticket.closed');
  const to = {
    priority: priority ?? ticket.priority,
    basis: priority === undefined ? ticket.basis : 'hand',
    type: type ?? ticket.type,
    category: category ?? ticket.category,
  };
  const same =
    to.priority === ticket.priority &&
    to.basis === ticket.basis &&
    to.type === ticket.type &&
    to.category.join('/') === ticket.category.join('/');
  return same ? UNCHANGED : happened(ticket, 'TicketTriaged', to);
};

/** null: nobody; undefined: as before. */
export interface Assignment {
  readonly agentId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
}

export const assign = (ticket: TicketModel, { agentId, teamId }: Assignment): Expected => {
  if (ticket.statusCategory === 'closed') return refused('ticket.closed');
  const to = {
    agentId: agentId === undefined ? ticket.agentId : (agentId ?? undefined),
    teamId: teamId === undefined ? ticket.teamId : (teamId ?? undefined),
  };
  if (to.agentId === ticket.agentId && to.teamId === ticket.teamId) return UNCHANGED;
  return happened(ticket, 'TicketAssigned', to);
};

export const moveTo = (ticket: TicketModel, status: string): Expected => {
  const category = CATEGORY[status];
  if (!category) return refused('status.unknown');
  if (status === ticket.status) return UNCHANGED;
  if (!MOVES[ticket.status]?.includes(status)) return refused('transition.notAllowed');
  const reopens = isEnded(ticket.statusCategory) && !isEnded(category);
  return happened(ticket, 'TicketStatusChanged', {
    status,
    statusCategory: category,
    reopenCount: ticket.reopenCount + (reopens ? 1 : 0),
  });
};

export const comment = (ticket: TicketModel, visibility: 'public' | 'internal'): Expected => {
  if (ticket.statusCategory === 'closed' && visibility === 'public') return refused('ticket.closed');
  return happened(ticket, 'TicketCommented', {
    commentCount: ticket.commentCount + 1,
    publicCommentCount: ticket.publicCommentCount + (visibility === 'public' ? 1 : 0),
  });
};

/** null: the field is emptied. */
export const setField = (ticket: TicketModel, key: string, value: string | number | boolean | null): Expected => {
  if (ticket.statusCategory === 'closed') return refused('ticket.closed');
  if ((ticket.customFields[key] ?? null) === value) return UNCHANGED;
  const { [key]: _before, ...others } = ticket.customFields;
  return happened(ticket, 'TicketFieldChanged', { customFields: value === null ? others : { ...others, [key]: value } });
};
