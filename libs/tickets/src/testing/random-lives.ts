import { isRefusal } from '@docket/deciding';
import type { DecisionContext, StreamFold } from '@docket/deciding';
import { TEST_ACTOR, testIdentities } from '@docket/deciding/testing';
import { streamOf } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import fc from 'fast-check';
import { AssignTicket, ChangeTicketField, ChangeTicketStatus, CommentOnTicket, CreateTicket, TriageTicket } from '../commands/index.js';
import { ticketDecider } from '../decider.js';
import type { TicketEvent } from '../domain/events.js';
import type { Ticket } from '../domain/ticket.js';
import { AGENT_ID, INACTIVE_AGENT_ID, NOBODY_ID, REQUESTER_ID, TEAM_ID, command, references } from './world.js';

/** One thing that somebody wants with a ticket: `minutes` after the one before, and perhaps said to have happened some minutes ago. */
export interface Wish {
  readonly ticket: number;
  readonly minutes: number;
  readonly ago: number | undefined;
  readonly command: object;
}

/** What became of it. */
export interface Step {
  readonly before: Ticket | undefined;
  readonly after: Ticket | undefined;
  readonly events: readonly TicketEvent[];
}

const START = Date.parse('2024-05-20T00:00:00.000Z');
const MINUTE = 60_000;

const known = new Map(
  references.map(({ fold, id, facts }) => {
    const stream = streamOf(fold.category, id);
    const events = facts.map(({ type, data }, revision) => ({ stream, revision, position: '', type, data, metadata: { recordedAt: '' } }));
    return [stream, events.reduce<unknown>((state, event) => fold.evolve(state, event as unknown as StreamEvent), undefined)];
  }),
);

/** Lets the decider decide wish after wish, as the executor would; what is refused leaves no trace. */
export const live = (wishes: readonly Wish[]): readonly Step[] => {
  const tickets = new Map<string, Ticket>();
  let now = START;
  let position = 0;
  return wishes.map(({ ticket, minutes, ago, command: wish }, index) => {
    now += minutes * MINUTE;
    const target = testIdentities.shipped(`ticket ${ticket}`);
    const before = tickets.get(target);
    const spec = Object.values(ticketDecider.commands).find(({ command: type }) => wish instanceof type);
    if (!spec) throw new Error('no command of the decider');
    const commandId = testIdentities.shipped(`command ${index}`);
    const occurredAt = ago === undefined ? undefined : new Date(now - ago * MINUTE).toISOString();
    const context = contextOf(new Date(now).toISOString(), target, commandId, index);
    const decision = before || spec.creates ? spec.decide(before, Object.assign(wish, { occurredAt }), context) : [];
    const facts = isRefusal(decision) ? [] : decision;
    let after = before;
    const events = facts.map(({ type, data, occurredAt: happened }) => {
      position += 1;
      const event = {
        id: commandId,
        stream: streamOf('ticket', target),
        revision: after ? after.revision + 1 : 0,
        position: String(position).padStart(20, '0'),
        type,
        data: JSON.parse(JSON.stringify(data)) as object,
        metadata: {
          schemaVersion: 1,
          recordedAt: context.now,
          occurredAt: happened ?? context.now,
          actor: TEST_ACTOR,
          via: 'rest',
          commandId,
        },
      } as TicketEvent;
      after = frozen(ticketDecider.evolve(after, event));
      return event;
    });
    if (after) tickets.set(target, after);
    return { before, after, events };
  });
};

/** The log of such lives: several tickets, their events interleaved. */
export const logOf = (wishes: readonly Wish[]): readonly TicketEvent[] => live(wishes).flatMap(({ events }) => events);

const contextOf = (now: string, target: string, commandId: string, index: number): DecisionContext => ({
  now,
  actor: TEST_ACTOR,
  commandId,
  target,
  timeZone: 'UTC',
  identities: testIdentities,
  number: `20240520-${String(index + 1).padStart(3, '0')}`,
  newId: (label) => testIdentities.shipped(`${commandId} ${label}`),
  required: () => REQUESTER_ID,
  reference: <State>({ category }: StreamFold<State>, id: string) => known.get(streamOf(category, id)) as State | undefined,
});

/** A fold that changed what it was given would be found out. */
const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};

const sometimes = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });
const orNull = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null | undefined> => sometimes(fc.option(value));

const agentIds = fc.constantFrom(AGENT_ID, TEST_ACTOR.id, INACTIVE_AGENT_ID, NOBODY_ID);
const levels = fc.constantFrom<1 | 2 | 3>(1, 2, 3);
const priorities = fc.constantFrom<'P1' | 'P2' | 'P3' | 'P4'>('P1', 'P2', 'P3', 'P4');
const texts = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' });
const scalars = fc.oneof(texts, fc.integer(), fc.boolean());

const creations = fc
  .record({
    subject: texts,
    description: texts,
    impact: sometimes(levels),
    urgency: sometimes(levels),
    priority: sometimes(priorities),
    category: fc.constantFrom<string[] | undefined>(undefined, ['network'], ['network', 'vpn']),
    tags: sometimes(fc.array(texts, { maxLength: 4 })),
    customFields: sometimes(fc.dictionary(fc.constantFrom('site', 'seats', '_bad', 'constructor'), scalars, { maxKeys: 2 })),
    assignee: fc.constantFrom<object | undefined>(undefined, { agentId: AGENT_ID }, { teamId: TEAM_ID }),
  })
  .map((fields) => command(CreateTicket, { ...fields, requester: { name: 'Customer A' } } as Partial<CreateTicket>));

const triages = fc
  .record({
    priority: sometimes(priorities),
    impact: orNull(levels),
    urgency: orNull(levels),
    type: sometimes(fc.constantFrom('incident', 'request')),
    category: orNull(fc.constantFrom('network', 'network/vpn', '/')),
  })
  .map((fields) => command(TriageTicket, fields as Partial<TriageTicket>));

const assignments = fc
  .record({ agentId: orNull(agentIds), teamId: orNull(fc.constantFrom(TEAM_ID, NOBODY_ID)) })
  .map((fields) => command(AssignTicket, fields as Partial<AssignTicket>));

const moves = fc
  .record({
    status: fc.constantFrom('new', 'open', 'pending', 'on_hold', 'resolved', 'closed', 'shipped'),
    waitingOn: sometimes(fc.constantFrom('requester', 'supplier')),
    until: sometimes(fc.constantFrom('2024-05-20T01:00:00.000Z', '2030-01-01T00:00:00.000Z')),
    resolution: sometimes(fc.record({ cause: texts })),
    closing: sometimes(fc.constant({ confirmation: 'confirmed' })),
  })
  .chain((all) =>
    fc
      .subarray(Object.keys(all))
      .map((kept) => ({ ...Object.fromEntries(Object.entries(all).filter(([field]) => kept.includes(field))), status: all.status })),
  )
  .map((fields) => command(ChangeTicketStatus, fields as Partial<ChangeTicketStatus>));

const comments = fc
  .record({
    body: texts,
    visibility: fc.constantFrom('public', 'internal'),
    author: fc.constantFrom<object | undefined>(undefined, { kind: 'requester' }),
  })
  .map((fields) => command(CommentOnTicket, fields as Partial<CommentOnTicket>));

const fieldChanges = fc
  .record({ key: fc.constantFrom('site', 'seats'), value: fc.oneof(fc.constant(null), scalars, fc.array(scalars, { maxLength: 3 })) })
  .map((fields) => command(ChangeTicketField, fields));

/** Wishes for a few tickets; each begins with being opened. */
export const wishes = ({ tickets = 3, most = 30 } = {}): fc.Arbitrary<readonly Wish[]> => {
  const later = fc.oneof(
    { weight: 1, arbitrary: creations },
    { weight: 2, arbitrary: triages },
    { weight: 2, arbitrary: assignments },
    { weight: 6, arbitrary: moves },
    { weight: 2, arbitrary: comments },
    { weight: 1, arbitrary: fieldChanges },
  );
  const ago = fc.option(fc.nat(900), { nil: undefined, freq: 4 });
  const wish = (what: fc.Arbitrary<object>) => fc.record({ ticket: fc.nat(tickets - 1), minutes: fc.nat(600), ago, command: what });
  const openings = fc.tuple(...Array.from({ length: tickets }, (_, ticket) => wish(creations).map((opening) => ({ ...opening, ticket }))));
  return fc.tuple(openings, fc.array(wish(later), { maxLength: most, size: 'max' })).map(([first, then]) => [...first, ...then]);
};
