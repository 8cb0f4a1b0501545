import type { Actor } from '@docket/event-store';
import { streamFields, type Fields } from '@docket/projecting';
import type { TicketCommented } from '../domain/events.js';
import type { Ticket } from '../domain/ticket.js';
import type { FieldChange } from '../domain/told.js';
import type { Author, Resolution, Closing } from '../domain/vocabulary.js';
import type { TimelineEntry } from './timeline.js';

/** What the fields of a ticket and of its timeline mean, for those who read the documents themselves. */

const AGENT_ID = '0190a5c2-7c1e-7b6a-9f10-3c2f5d8e4a17';
const TEAM_ID = '0190a5c2-7c1e-7b6a-9f10-3c2f5d8e4b22';
const CUSTOMER_ID = 'b5d0a1c4-6f0e-5a52-8f7e-0c9b6f1d2e33';
const WORKFLOW_ID = 'd7c5a2f0-3b1e-5c84-9a6d-1f0e7b8c2a55';
const INSTANT = '2024-05-20T09:30:00.000Z';

const resolutionFields: Fields<Resolution> = {
  cause: { type: 'string', meaning: 'What was wrong', example: 'An expired certificate' },
  causeCode: { type: 'string', meaning: 'The same as a code', example: 'expired' },
  solution: { type: 'string', meaning: 'What was done', example: 'Renewed the certificate' },
  kind: {
    type: 'string',
    meaning: '`fixed`, `workaround`, `answered`, `notReproducible`, `duplicate`, `rejected`, `withdrawn` or `other`',
    example: 'fixed',
  },
};

const closingFields: Fields<Closing> = {
  summary: { type: 'string', meaning: 'What it came to', example: 'Works again' },
  confirmation: { type: 'string', meaning: '`confirmed`, `timedOut` or `waived`', example: 'confirmed' },
};

export const ticketFields: Fields<Ticket> = {
  ...streamFields,
  createdAt: { type: 'date', meaning: 'When it was reported: for what came by import, in the world', example: INSTANT },
  updatedAt: { type: 'date', meaning: 'The latest time at which something happened to it', example: '2024-05-21T14:05:12.345Z' },
  number: { type: 'string', meaning: 'Its number for people: the day, and a serial of that day', example: '20240520-001' },
  requesterId: { type: 'string', meaning: 'Who asks: `id` in `customers`', example: CUSTOMER_ID },
  subject: { type: 'string', meaning: 'What it is about, in a line', example: 'VPN drops every hour' },
  description: { type: 'string', meaning: 'What it is about, as it was reported', example: 'Since Monday the VPN drops every hour.' },
  format: { type: 'string', meaning: 'Of the description: `plain`, `markdown` or `html`', example: 'plain' },
  status: { type: 'string', meaning: "Its status: a key of its workflow's", example: 'pending' },
  statusCategory: {
    type: 'string',
    meaning: 'What the status means, whatever its name: `new`, `open`, `paused`, `resolved` or `closed`',
    example: 'paused',
  },
  waitingOn: {
    type: 'string',
    meaning: 'While it is paused, for whom it waits: `requester`, `supplier` or `internal`',
    example: 'requester',
  },
  waitingUntil: { type: 'date', meaning: 'While it is paused, until when at the latest', example: '2024-05-24T00:00:00.000Z' },
  resolution: { type: 'object', meaning: 'While it is resolved or closed: how it was resolved', fields: resolutionFields },
  closing: { type: 'object', meaning: 'While it is closed: how it was closed', fields: closingFields },
  priority: { type: 'string', meaning: '`P1`, the most pressing, to `P4`', example: 'P2' },
  basis: { type: 'string', meaning: 'How the priority came about: `matrix`, `hand`, `rule` or `default`', example: 'matrix' },
  impact: { type: 'number', meaning: 'How many are hit: 1 high, 2 medium, 3 low', example: 2 },
  urgency: { type: 'number', meaning: 'How soon it hurts: 1 high, 2 medium, 3 low', example: 1 },
  reportedUrgency: { type: 'number', meaning: 'The urgency as the requester saw it', example: 1 },
  impactText: { type: 'string', meaning: 'What it keeps people from doing, in their words', example: 'Nobody can print labels' },
  type: { type: 'string', meaning: 'What kind of ticket it is', example: 'incident' },
  category: {
    type: 'strings',
    meaning: 'A path from the general to the particular; empty: not known yet',
    example: ['hardware', 'laptop'],
  },
  channel: { type: 'string', meaning: 'The way by which it came', example: 'mail' },
  assignee: {
    type: 'object',
    meaning: 'Who works on it; empty: nobody',
    fields: {
      agentId: { type: 'string', meaning: 'The agent: `id` in `agents`', example: AGENT_ID },
      teamId: { type: 'string', meaning: 'The team: `id` in `teams`', example: TEAM_ID },
    },
  },
  tags: { type: 'strings', meaning: 'Words that people put on it', example: ['vpn', 'remote'] },
  workflow: {
    type: 'object',
    meaning: 'The workflow that last decided about it',
    fields: {
      id: { type: 'string', meaning: '`id` in `workflows`', example: WORKFLOW_ID },
      revision: { type: 'number', meaning: 'The revision that decided', example: 0 },
    },
  },
  problemStartedAt: {
    type: 'object',
    meaning: 'When the trouble began, as far as somebody knows',
    fields: {
      at: { type: 'date', meaning: 'The time', example: INSTANT },
      precision: { type: 'string', meaning: 'How exactly: `second`, `minute`, `hour`, `day`, `week` or `month`', example: 'hour' },
    },
  },
  affected: {
    type: 'object',
    meaning: 'What is affected',
    fields: {
      service: { type: 'string', meaning: 'The service', example: 'VPN' },
      module: { type: 'string', meaning: 'The part of it', example: 'gateway' },
      version: { type: 'string', meaning: 'Its version', example: '7.2' },
      asset: { type: 'string', meaning: 'The device', example: 'LT-0815' },
      location: { type: 'string', meaning: 'The place', example: 'Vienna, 3rd floor' },
    },
  },
  environment: { type: 'string', meaning: 'Where it shows: system, browser, version', example: 'Windows 11' },
  externalRef: {
    type: 'object',
    meaning: 'Where it comes from',
    fields: {
      system: { type: 'string', meaning: 'The other system', example: 'servicenow' },
      id: { type: 'string', meaning: 'Its id there', example: 'INC0000045' },
    },
  },
  customFields: {
    type: 'map',
    meaning: 'Fields of your own: each a key `k` and a value `v`, a scalar or a list of scalars',
    example: { site: 'HCM' },
  },
  commentCount: { type: 'number', meaning: 'Comments on it, internal ones too', example: 5 },
  publicCommentCount: { type: 'number', meaning: 'Comments that the requester sees', example: 3 },
  reopenCount: { type: 'number', meaning: 'Times that it was reopened', example: 0 },
  firstRespondedAt: {
    type: 'date',
    meaning: "The first public answer that a person on the agents' side wrote",
    example: '2024-05-20T09:41:00.000Z',
  },
  resolvedAt: { type: 'date', meaning: 'Of the present resolution; a reopening takes it away', example: '2024-05-21T14:05:12.345Z' },
  closedAt: { type: 'date', meaning: 'Of the present closing; a reopening takes it away', example: '2024-05-28T14:05:12.345Z' },
};

const changeFields: Fields<FieldChange> = {
  field: { type: 'string', meaning: 'As in `tickets`, with a dot where it lies deeper', example: 'priority' },
  from: { type: 'any', meaning: 'What it was; null: nothing', example: 'P3' },
  to: { type: 'any', meaning: 'What it is from then on; null: nothing', example: 'P2' },
};

const actorFields: Fields<Actor> = {
  kind: { type: 'string', meaning: '`agent`, `requester`, `automation`, `integration`, `import` or `system`', example: 'agent' },
  id: { type: 'string', meaning: 'Who: for an agent, `id` in `agents`', example: AGENT_ID },
  onBehalfOf: { type: 'string', meaning: 'In whose name', example: CUSTOMER_ID },
};

const authorFields: Fields<Author> = {
  kind: { type: 'string', meaning: 'As `actor.kind`', example: 'requester' },
  id: { type: 'string', meaning: 'Whose words they are: who types them is the actor', example: CUSTOMER_ID },
};

const commentFields: Fields<Omit<TicketCommented, 'requesterId'>> = {
  messageId: { type: 'string', meaning: 'Of the message, unique', example: '0190a5c2-7c1e-7b6a-9f10-3c2f5d8e4c31' },
  body: { type: 'string', meaning: 'What was said', example: 'It works again.' },
  format: { type: 'string', meaning: '`plain`, `markdown` or `html`', example: 'plain' },
  visibility: { type: 'string', meaning: '`public`: the requester sees it; `internal`: a note', example: 'public' },
  author: { type: 'object', meaning: 'Whose words they are', fields: authorFields },
  direction: { type: 'string', meaning: '`in`: to the desk; `out`: from it', example: 'in' },
  channel: { type: 'string', meaning: 'The way by which it came', example: 'mail' },
  automatic: { type: 'boolean', meaning: 'Written by no person', example: false },
  inReplyTo: { type: 'string', meaning: 'The `messageId` that it answers', example: '0190a5c2-7c1e-7b6a-9f10-3c2f5d8e4c30' },
  to: { type: 'strings', meaning: 'Addresses', example: ['desk@example.org'] },
  cc: { type: 'strings', meaning: 'Addresses that got a copy', example: ['lead@example.org'] },
  attachmentIds: { type: 'strings', meaning: 'What was attached', example: [] },
};

/** What an entry may tell beside its changes. */
interface Details {
  readonly basis?: string;
  readonly how?: string;
  readonly reason?: string;
  readonly waitingOn?: string;
  readonly until?: string;
  readonly resolution?: Resolution;
  readonly closing?: Closing;
  readonly trigger?: string;
}

const detailsFields: Fields<Details> = {
  basis: { type: 'string', meaning: 'How the priority came about: `matrix`, `hand`, `rule` or `default`', example: 'hand' },
  how: { type: 'string', meaning: 'How it was assigned: by `hand`, by `claim` (the agent took it) or by `rule`', example: 'claim' },
  reason: { type: 'string', meaning: 'Why, in words', example: 'More people are hit than was thought' },
  waitingOn: ticketFields.waitingOn,
  until: { type: 'date', meaning: 'Until when it waits at the latest', example: '2024-05-24T00:00:00.000Z' },
  resolution: { type: 'object', meaning: 'How it was resolved', fields: resolutionFields },
  closing: { type: 'object', meaning: 'How it was closed', fields: closingFields },
  trigger: { type: 'string', meaning: 'What brought it back: `hand`, `reply`, `recurrence`, `rejection` or `rule`', example: 'reply' },
};

export const timelineFields: Fields<TimelineEntry> = {
  ticketId: { type: 'string', meaning: 'The ticket: `id` in `tickets`', example: '0190a5c2-7c1e-7b6a-9f10-3c2f5d8e4d40' },
  kind: {
    type: 'string',
    meaning: '`created`, `triaged`, `assigned`, `statusChanged`, `commented` or `fieldChanged`',
    example: 'assigned',
  },
  at: { type: 'date', meaning: 'When it happened in the world', example: INSTANT },
  recordedAt: { type: 'date', meaning: 'When Docket took it', example: '2024-05-20T09:30:00.417Z' },
  actor: { type: 'object', meaning: 'Who did it', fields: actorFields },
  via: { type: 'string', meaning: 'By which way: `rest`, `graphql`, `cli`, `mail`, `console` or another', example: 'rest' },
  changes: {
    type: 'objects',
    meaning:
      'Each field that changed, but for `description`, `environment`, `impactText`, `format` and `requesterId`, which never change, and `statusCategory`',
    fields: changeFields,
  },
  comment: { type: 'object', meaning: 'What was said, where something was', fields: commentFields },
  details: { type: 'object', meaning: 'What else is known of it', fields: detailsFields },
  revision: { type: 'number', meaning: "Of the event in the ticket's stream", example: 3 },
  position: { type: 'string', meaning: 'Of the event in the order of all events; compare it as text', example: '00000000000000001337' },
};
