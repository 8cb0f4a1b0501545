import {
  BOOLEAN,
  IDENTIFIER,
  INSTANT,
  INTEGER,
  JSON_VALUE,
  SUBJECT_FIELDS,
  TEXT,
  field,
  listOf,
  oneOf,
  optional,
  record,
} from '@docket/gateway';
import { customerCardAnswer, externalRefAnswer } from '@docket/people';
import { STATUS_CATEGORIES } from '@docket/workflow';
import { PRIORITIES } from '../domain/priority.js';
import {
  AUTHOR_KINDS,
  CONFIRMATIONS,
  DIRECTIONS,
  PRECISIONS,
  RESOLUTION_KINDS,
  TEXT_FORMATS,
  VISIBILITIES,
  WAITING_ON,
} from '../domain/vocabulary.js';
import { KINDS } from '../projections/timeline.js';

const textFormat = oneOf('TextFormat', TEXT_FORMATS);
const actorKind = oneOf('ActorKind', AUTHOR_KINDS);

const actor = record('Actor', 'Who did something', {
  kind: field(actorKind, 'What kind of actor'),
  id: field(IDENTIFIER, 'The id among its kind'),
  onBehalfOf: optional(IDENTIFIER, 'For whom the actor acted'),
});

const author = record('Author', 'Whose words they are', {
  kind: field(actorKind, 'What kind of author'),
  id: field(IDENTIFIER, 'The id among its kind'),
});

const configurationRevision = record('ConfigurationRevision', 'A piece of configuration as it stood when it decided', {
  id: field(IDENTIFIER, 'Its id'),
  revision: field(INTEGER, 'Its revision'),
});

export const ticketAnswer = record('Ticket', 'A ticket. What a caller may not see of it is absent.', {
  ...SUBJECT_FIELDS,
  createdAt: field(INSTANT, 'When it was reported'),
  updatedAt: field(INSTANT, 'When something last happened to it'),
  number: field(TEXT, 'For people, unique: `20240520-001`'),
  subject: optional(TEXT, 'What it is about, in a line'),
  description: optional(TEXT, 'What it is about'),
  format: field(textFormat, 'Of the description'),
  requesterId: optional(IDENTIFIER, 'The customer who asks'),
  requester: optional(customerCardAnswer, 'Who asks, as known now'),
  status: field(TEXT, 'The status by its key: `on_hold`'),
  statusCategory: field(oneOf('StatusCategory', STATUS_CATEGORIES), 'What kind of status it is'),
  waitingOn: optional(oneOf('WaitingOn', WAITING_ON), 'On whom it waits, while it is paused'),
  waitingUntil: optional(INSTANT, 'Until when it waits'),
  resolution: optional(
    record('Resolution', 'How it was resolved', {
      cause: optional(TEXT, 'Why it happened'),
      causeCode: optional(TEXT, 'The same as a code'),
      solution: optional(TEXT, 'What was done'),
      kind: optional(oneOf('ResolutionKind', RESOLUTION_KINDS), 'What kind of resolution'),
    }),
    'While it is resolved or closed',
  ),
  closing: optional(
    record('Closing', 'How it was closed', {
      summary: optional(TEXT, 'In short'),
      confirmation: field(oneOf('Confirmation', CONFIRMATIONS), 'Whether the requester agreed'),
    }),
    'While it is closed',
  ),
  priority: field(oneOf('Priority', PRIORITIES), 'P1 is the most pressing'),
  basis: optional(oneOf('PriorityBasis', ['matrix', 'hand', 'rule', 'default']), 'How the priority came about'),
  impact: optional(INTEGER, 'How many are hit: 1 high, 2 medium, 3 low'),
  urgency: optional(INTEGER, 'How soon it hurts: 1 high, 2 medium, 3 low'),
  reportedUrgency: optional(INTEGER, 'The urgency as the requester sees it'),
  impactText: optional(TEXT, 'What it hinders, in the requester’s words'),
  type: field(TEXT, '`incident`, `request` …'),
  category: field(listOf(TEXT), 'A path, the widest first'),
  channel: field(TEXT, 'How it came: `api`, `mail`, `phone` …'),
  assignee: optional(
    record('Assignee', 'Who works on it', {
      agentId: optional(IDENTIFIER, 'The agent'),
      teamId: optional(IDENTIFIER, 'The team'),
    }),
    'Who works on it: an agent, a team, both or nobody',
  ),
  tags: optional(listOf(TEXT), 'Words to find it by'),
  workflow: optional(configurationRevision, 'The workflow as it stood when it last decided'),
  problemStartedAt: optional(
    record('ProblemStart', 'When the trouble began', {
      at: field(INSTANT, 'The moment'),
      precision: field(oneOf('Precision', PRECISIONS), 'How exactly that is known'),
    }),
    'When the trouble began',
  ),
  affected: optional(
    record('Affected', 'What is hit', {
      service: optional(TEXT, 'The service'),
      module: optional(TEXT, 'Its part'),
      version: optional(TEXT, 'Its version'),
      asset: optional(TEXT, 'The device'),
      location: optional(TEXT, 'The place'),
    }),
    'What is hit',
  ),
  environment: optional(TEXT, 'Where it happens'),
  externalRef: optional(externalRefAnswer, 'Where it is known elsewhere'),
  customFields: optional(JSON_VALUE, 'Custom fields by their keys'),
  commentCount: field(INTEGER, 'How many comments the caller sees'),
  publicCommentCount: optional(INTEGER, 'How many the requester sees'),
  reopenCount: optional(INTEGER, 'How often it was reopened'),
  firstRespondedAt: optional(INSTANT, 'When a person first answered in public'),
  resolvedAt: optional(INSTANT, 'When it was resolved'),
  closedAt: optional(INSTANT, 'When it was closed'),
});

const change = record('FieldChange', 'One field of a ticket, before and after', {
  field: field(TEXT, 'As in the ticket, nested fields with a dot: `assignee.agentId`'),
  from: optional(JSON_VALUE, 'What it was; null: nothing'),
  to: optional(JSON_VALUE, 'What it is; null: nothing'),
});

const comment = record('Comment', 'A reply or a note', {
  messageId: field(IDENTIFIER, 'Its id'),
  body: optional(TEXT, 'The words'),
  format: field(textFormat, 'Of the body'),
  visibility: field(oneOf('Visibility', VISIBILITIES), '`public`: the requester sees it'),
  author: optional(author, 'Whose words they are; not always the actor’s'),
  direction: field(oneOf('Direction', DIRECTIONS), 'Towards the agents, or from them'),
  channel: field(TEXT, 'How it came or went'),
  automatic: field(BOOLEAN, 'Written by no person'),
  inReplyTo: optional(TEXT, 'The message that it answers'),
  to: optional(listOf(TEXT), 'To whom it went'),
  cc: optional(listOf(TEXT), 'To whom it went besides'),
  attachmentIds: field(listOf(IDENTIFIER), 'What is attached'),
});

const told = {
  recordedAt: field(INSTANT, 'When Docket took it'),
  actor: optional(actor, 'Who did it'),
  via: field(TEXT, 'The road by which it came: `rest`, `graphql`, `import` …'),
  changes: field(listOf(change), 'What it changed'),
  comment: optional(comment, 'What was said'),
  details: optional(JSON_VALUE, 'What is known of it beside its changes: a reason, a trigger, for whom it waits'),
  revision: field(INTEGER, 'Of the event in the ticket’s stream'),
  position: field(TEXT, 'Of the event in the log'),
};

export const timelineEntryAnswer = record('TimelineEntry', 'One thing that happened to a ticket, for people', {
  ticketId: field(IDENTIFIER, 'The ticket'),
  kind: field(oneOf('TimelineKind', Object.values(KINDS)), 'What happened'),
  at: field(INSTANT, 'When it happened'),
  ...told,
});

export const historyEntryAnswer = record('HistoryEntry', 'One event of a ticket', {
  id: field(IDENTIFIER, 'The event’s id'),
  type: field(TEXT, 'The event’s type: `TicketCreated`'),
  occurredAt: field(INSTANT, 'When it happened'),
  ...told,
  decidedBy: optional(JSON_VALUE, 'The configuration that decided, as it stood: workflow, matrix, rule'),
  commandId: optional(IDENTIFIER, 'The command that it came of'),
  digest: optional(TEXT, 'RFC 6962 leaf hash of the event’s canonical bytes, in hex'),
});
