import { TERMS_MAX, fitsTerm } from '@docket/document-store';
import type { Json } from '@docket/event-store';
import { externalRefTerm } from '@docket/people/domain';
import { isEnded } from '@docket/workflow/domain';
import { CATEGORY_SEPARATOR } from '../domain/category.js';
import { CUSTOM_FIELD_TERM_LENGTH_MAX } from '../domain/limits.js';
import type { Ticket } from '../domain/ticket.js';

/** Stands for nobody where an agent's or a team's id would stand. */
export const NONE = 'none';

/** Texts that look the same are the same term, however their accents were typed. */
const asOne = (text: string): string => text.normalize('NFC');

/** Of how texts become terms: another version asks for other documents. */
export const TERMS_VERSION = 2;

/** The terms by which a ticket is found: one vocabulary for those who write documents and those who filter. */
export const term = {
  /** Neither resolved nor closed. */
  unfinished: 'is:unfinished',
  status: (status: string) => `status:${status}`,
  statusCategory: (category: string) => `statusCategory:${category}`,
  priority: (priority: string) => `priority:${priority}`,
  type: (type: string) => `type:${type}`,
  /** A path or a beginning of one: `hardware`, `hardware/laptop`. */
  category: (path: string) => `category:${asOne(path)}`,
  channel: (channel: string) => `channel:${channel}`,
  assignee: (agentId: string) => `assignee:${agentId}`,
  team: (teamId: string) => `team:${teamId}`,
  requester: (requesterId: string) => `requester:${requesterId}`,
  tag: (tag: string) => `tag:${asOne(tag)}`,
  customField: (key: string, value: string) => `cf.${key}:${asOne(value)}`,
} as const;

export const termsOf = (ticket: Ticket): readonly string[] => {
  const { agentId = NONE, teamId = NONE } = ticket.assignee;
  const terms = [
    term.status(ticket.status),
    term.statusCategory(ticket.statusCategory),
    term.priority(ticket.priority),
    term.type(ticket.type),
    term.channel(ticket.channel),
    term.assignee(agentId),
    term.team(teamId),
    term.requester(ticket.requesterId),
  ];
  if (!isEnded(ticket.statusCategory)) terms.push(term.unfinished);
  if (ticket.externalRef) terms.push(externalRefTerm(ticket.externalRef));
  let path = '';
  for (const part of ticket.category) {
    path = path === '' ? part : `${path}${CATEGORY_SEPARATOR}${part}`;
    terms.push(term.category(path));
  }
  for (const tag of ticket.tags) terms.push(term.tag(tag));
  addCustomFields(ticket, terms);
  return [...new Set(terms)].filter(fitsTerm).slice(0, TERMS_MAX);
};

const addCustomFields = ({ customFields }: Ticket, terms: string[]): void => {
  for (const [key, value] of Object.entries(customFields)) {
    for (const scalar of Array.isArray(value) ? new Set(value as readonly Json[]) : [value]) {
      const text = typeof scalar === 'string' ? asOne(scalar) : JSON.stringify(scalar);
      if (text.length <= CUSTOM_FIELD_TERM_LENGTH_MAX) terms.push(term.customField(key, text));
    }
  }
};
