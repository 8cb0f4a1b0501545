import { fitsTerm } from '@docket/document-store';
import { externalRefTerm } from '@docket/people';
import type { ListQuery } from '@docket/projecting';
import { isEnded, STATUS_CATEGORIES } from '@docket/workflow';
import { CATEGORY_SEPARATOR } from '../domain/category.js';
import { term } from '../projections/terms.js';
import type { TicketFilter } from './ticket-filter.js';

/** Who `me` and `mine` are. */
export interface Asking {
  /** Absent: it is no agent who asks. */
  readonly agentId?: string;
  readonly teamIds: readonly string[];
}

/** What a document must have. */
export type FilterTerms = Required<Pick<ListQuery, 'all' | 'any'>>;

/** For one field: a document must have one of these terms. */
type Alternatives = readonly string[];

/** A filter as the terms that a document must have; undefined: no ticket can have them (the tickets of the teams of somebody who is in none). */
export const filterTerms = (filter: TicketFilter, asking: Asking): FilterTerms | undefined => {
  const groups = [
    ...alternatives(filter.status, (status) => [term.status(status)]),
    ...statusCategories(filter.statusCategory),
    ...alternatives(filter.priority, (priority) => [term.priority(priority)]),
    ...alternatives(filter.assignee, (agentId) => (agentId === 'me' ? meAs(asking) : [term.assignee(idOf(agentId))])),
    ...alternatives(filter.team, (teamId) => (teamId === 'mine' ? asking.teamIds.map(term.team) : [term.team(idOf(teamId))])),
    ...alternatives(filter.tag, (tag) => [term.tag(tag.trim())]),
    ...alternatives(filter.type, (type) => [term.type(type)]),
    ...alternatives(filter.category, (path) => [term.category(tidyPath(path))]),
    ...alternatives(filter.requester, (requesterId) => [term.requester(idOf(requesterId))]),
    ...alternatives(filter.channel, (channel) => [term.channel(channel)]),
    ...alternatives(filter.externalRef, (ref) => [externalRefTerm(splitAtColon(ref, 'system', 'id'))]),
    ...customFields(filter.cf ?? []),
  ];
  if (groups.some((group) => group.length === 0)) return undefined;
  return { all: groups.filter((group) => group.length === 1).flat(), any: groups.filter((group) => group.length > 1) };
};

/** No group where the filter does not ask. What is too long to be a term is on no document. */
const alternatives = <Value extends string>(
  values: readonly Value[] | undefined,
  terms: (value: Value) => readonly string[],
): Alternatives[] => (values && values.length > 0 ? [[...new Set(values.flatMap(terms))].filter(fitsTerm)] : []);

/** Ids are lower case, however they are typed. */
const idOf = (typed: string): string => typed.toLowerCase();

const unfinished = STATUS_CATEGORIES.filter((category) => !isEnded(category));

/** All that wants work is one term, because it is what most queues ask for. */
const statusCategories = (wanted: TicketFilter['statusCategory']): Alternatives[] =>
  wanted && unfinished.every((category) => wanted.includes(category)) && !wanted.some(isEnded)
    ? [[term.unfinished]]
    : alternatives(wanted, (category) => [term.statusCategory(category)]);

const meAs = ({ agentId }: Asking): readonly string[] => (agentId === undefined ? [] : [term.assignee(agentId)]);

/** As paths are kept: no part of one is blank, so `hardware/` asks for `hardware`. */
const tidyPath = (path: string): string =>
  path
    .split(CATEGORY_SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(CATEGORY_SEPARATOR);

/** Values of one key are alternatives; several keys must all hold. */
const customFields = (wanted: readonly string[]): Alternatives[] => {
  const byKey = new Map<string, Set<string>>();
  for (const pair of wanted) {
    const { key, value } = splitAtColon(pair, 'key', 'value');
    const terms = byKey.get(key) ?? new Set();
    byKey.set(key, terms.add(term.customField(key, value)));
  }
  return [...byKey.values()].map((terms) => [...terms].filter(fitsTerm));
};

const splitAtColon = <Before extends string, After extends string>(
  text: string,
  before: Before,
  after: After,
): Record<Before | After, string> => {
  const colon = text.indexOf(':');
  return { [before]: text.slice(0, colon), [after]: text.slice(colon + 1) } as Record<Before | After, string>;
};
