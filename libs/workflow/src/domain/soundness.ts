import { refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';
import { isEnded } from './workflow.js';
import type { Rules, Status, WorkflowDefinition } from './workflow.js';

const unsound = (code: string, message: string, field: string): Refusal => refuse(code, message, { kind: 'invalid', field });

/** The first thing that is wrong with a definition; undefined: a ticket can begin, reach each status, and always come to an end. */
export const unsoundness = (workflow: WorkflowDefinition): Refusal | undefined =>
  repeatedKey(workflow.statuses) ??
  unsoundRules(workflow, workflow.statuses, '') ??
  repeatedType(workflow) ??
  first(workflow.types, (rules, index) => unsoundRules(rules, workflow.statuses, `types[${index}].`)) ??
  unreached(workflow);

/** What a change may not do, because tickets stand in these statuses and their events carry the categories. */
export const breaksTickets = (before: WorkflowDefinition, after: WorkflowDefinition): Refusal | undefined =>
  first(before.statuses, (status) => {
    const kept = after.statuses.find(({ key }) => key === status.key);
    if (!kept)
      return unsound('workflow.statusRemoved', `status ${status.key} cannot be removed, tickets may be in it: retire it`, 'statuses');
    if (kept.category === status.category) return undefined;
    return unsound('workflow.categoryChanged', `status ${status.key} stays ${status.category}: add another status instead`, 'statuses');
  });

const repeatedKey = (statuses: readonly Status[]): Refusal | undefined =>
  first(statuses, ({ key }, index) =>
    statuses.findIndex((other) => other.key === key) < index
      ? unsound('workflow.statusRepeated', `two statuses have the key ${key}`, `statuses[${index}].key`)
      : undefined,
  );

const repeatedType = ({ types }: WorkflowDefinition): Refusal | undefined =>
  first(types, ({ type }, index) =>
    types.findIndex((other) => other.type === type) < index
      ? unsound('workflow.typeRepeated', `ticket type ${type} has rules twice`, `types[${index}].type`)
      : undefined,
  );

const unsoundRules = (rules: Rules, statuses: readonly Status[], field: string): Refusal | undefined =>
  unsoundInitial(rules, statuses, field) ?? unsoundMoves(rules, statuses, field) ?? endless(rules, statuses, field);

const unsoundInitial = ({ initial }: Rules, statuses: readonly Status[], field: string): Refusal | undefined => {
  const status = statuses.find(({ key }) => key === initial);
  if (!status) return unsound('workflow.unknownStatus', `the initial status ${initial} is not among the statuses`, `${field}initial`);
  if (status.retired) return unsound('workflow.initialRetired', `the initial status ${initial} is retired`, `${field}initial`);
  if (isEnded(status.category))
    return unsound('workflow.initialEnded', `the initial status ${initial} is ${status.category}`, `${field}initial`);
  return undefined;
};

const unsoundMoves = ({ moves }: Rules, statuses: readonly Status[], field: string): Refusal | undefined => {
  const known = new Map(statuses.map((status) => [status.key, status]));
  return first(moves, ({ from, to }, index) => {
    const where = `${field}moves[${index}]`;
    if (!known.has(from))
      return unsound('workflow.unknownStatus', `moves lead from ${from}, which is not among the statuses`, `${where}.from`);
    if (moves.findIndex((other) => other.from === from) < index)
      return unsound('workflow.movesRepeated', `the moves from ${from} stand in two places`, `${where}.from`);
    return first(to, (target, place) => {
      if (!known.has(target))
        return unsound('workflow.unknownStatus', `a move leads to ${target}, which is not among the statuses`, `${where}.to`);
      if (target === from) return unsound('workflow.moveToItself', `a move leads from ${from} to itself`, `${where}.to`);
      if (known.get(target)?.retired)
        return unsound('workflow.moveToRetired', `a move leads to ${target}, which is retired`, `${where}.to`);
      return to.indexOf(target) < place
        ? unsound('workflow.moveRepeated', `the move from ${from} to ${target} stands there twice`, `${where}.to`)
        : undefined;
    });
  });
};

/** A ticket type may leave statuses out, but some type must come to each. */
const unreached = (workflow: WorkflowDefinition): Refusal | undefined => {
  const reached = new Set([workflow, ...workflow.types].flatMap((rules) => [...reachable([rules.initial], forwards(rules))]));
  return first(workflow.statuses, ({ key, retired }, index) =>
    retired || reached.has(key) ? undefined : unsound('workflow.unreachable', `no moves lead to ${key}`, `statuses[${index}]`),
  );
};

/** Asked of every status under every type's rules, reached or not: a ticket keeps its status when its type changes. */
const endless = (rules: Rules, statuses: readonly Status[], field: string): Refusal | undefined => {
  const ends = statuses.filter(({ category }) => isEnded(category)).map(({ key }) => key);
  const ending = reachable(ends, backwards(rules));
  return first(statuses, ({ key }) =>
    ending.has(key) ? undefined : unsound('workflow.noEnd', `no moves lead from ${key} to a resolved or closed status`, `${field}moves`),
  );
};

type Steps = ReadonlyMap<string, readonly string[]>;

const forwards = ({ moves }: Rules): Steps => new Map(moves.map(({ from, to }) => [from, to]));

const backwards = ({ moves }: Rules): Steps =>
  new Map(moves.flatMap(({ to }) => to).map((target) => [target, moves.filter(({ to }) => to.includes(target)).map(({ from }) => from)]));

const reachable = (starts: readonly string[], steps: Steps): ReadonlySet<string> => {
  const reached = new Set(starts);
  // A set that grows while it is walked: each status is visited once.
  for (const status of reached) for (const next of steps.get(status) ?? []) reached.add(next);
  return reached;
};

const first = <Item>(items: readonly Item[], problem: (item: Item, index: number) => Refusal | undefined): Refusal | undefined => {
  for (const [index, item] of items.entries()) {
    const found = problem(item, index);
    if (found) return found;
  }
  return undefined;
};
