import type { Json, JsonObject } from '@docket/event-store';

/** What a requester sees of a ticket: what these lists name and nothing else, so that a field that is added later stays inside until somebody puts it here. */

type Parts = { readonly [field: string]: true | Parts };

const RESOLUTION: Parts = { kind: true, solution: true };
const CLOSING: Parts = { confirmation: true };

/** What is said of a ticket when it is opened. */
const REPORTED: Parts = {
  number: true,
  subject: true,
  description: true,
  format: true,
  requesterId: true,
  channel: true,
  type: true,
  category: true,
  priority: true,
  status: true,
  statusCategory: true,
  reportedUrgency: true,
  impactText: true,
  problemStartedAt: true,
  affected: true,
  environment: true,
  externalRef: true,
};

const TICKET: Parts = {
  ...REPORTED,
  id: true,
  revision: true,
  position: true,
  waitingOn: true,
  waitingUntil: true,
  resolution: RESOLUTION,
  closing: CLOSING,
  createdAt: true,
  updatedAt: true,
  firstRespondedAt: true,
  resolvedAt: true,
  closedAt: true,
  requester: true,
};

const TRIAGED: Parts = { type: true, category: true, priority: true };
const STATUS_DETAILS: Parts = { waitingOn: true, until: true, resolution: RESOLUTION, closing: CLOSING };
const COMMENT: Parts = {
  messageId: true,
  body: true,
  format: true,
  visibility: true,
  author: true,
  direction: true,
  channel: true,
  automatic: true,
  inReplyTo: true,
  attachmentIds: true,
};

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

const only = (thing: JsonObject, parts: Parts): JsonObject =>
  Object.fromEntries(
    Object.entries(thing).flatMap(([field, value]) => {
      const part = Object.hasOwn(parts, field) ? parts[field] : undefined;
      if (part === undefined) return [];
      return [[field, part !== true && isObject(value) ? only(value, part) : value]];
    }),
  );

const nothingLeft = (thing: JsonObject): boolean => Object.keys(thing).length === 0;

/** A ticket as its requester sees it. */
export const publicTicket = (ticket: JsonObject): JsonObject => ({
  ...only(ticket, TICKET),
  commentCount: ticket['publicCommentCount'] ?? 0,
});

/** Fields of which an entry of a history or a timeline may tell changes, by what happened. */
const TOLD: Readonly<Record<string, Parts>> = {
  created: REPORTED,
  triaged: TRIAGED,
  statusChanged: { status: true, statusCategory: true },
  commented: {},
};

const ENTRY: Parts = {
  ticketId: true,
  kind: true,
  type: true,
  id: true,
  revision: true,
  position: true,
  at: true,
  recordedAt: true,
  occurredAt: true,
  actor: { kind: true, id: true },
  via: true,
};

/** An entry of a history (`type`) or a timeline (`kind`) as the requester sees it. Without its digest, which would let the rest be guessed. */
export const publicEntry = (entry: JsonObject, kind: string): JsonObject | undefined => {
  const fields = Object.hasOwn(TOLD, kind) ? TOLD[kind] : undefined;
  const { comment, details } = entry;
  if (!fields || (kind === 'commented' && !(isObject(comment) && comment['visibility'] === 'public'))) return undefined;
  const all = (entry['changes'] ?? []) as readonly { readonly field: string }[];
  const changes = all.filter(({ field }) => Object.hasOwn(fields, field)) as unknown as readonly Json[];
  if (kind === 'triaged' && changes.length === 0) return undefined;
  const told = kind === 'statusChanged' && isObject(details) ? only(details, STATUS_DETAILS) : {};
  return {
    ...only(entry, ENTRY),
    changes,
    ...(isObject(comment) ? { comment: only(comment, COMMENT) } : {}),
    ...(nothingLeft(told) ? {} : { details: told }),
  };
};
