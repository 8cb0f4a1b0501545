import type { Operation } from '@docket/gateway';
import { eventsAnswer } from './answers.js';
import { EVENT_STREAM, NDJSON } from './feed-formats.js';
import { ListEvents } from './list-events.js';

export const feedOperations: readonly Operation[] = [
  {
    name: 'listEvents',
    summary: 'What has happened, in the order of the log',
    description:
      'As JSON pages (of at most `limit` events, which the other forms leave aside), as NDJSON (`Accept: application/x-ndjson`), or as server-sent events (`Accept: text/event-stream`). JSON and NDJSON end at the log’s head; an event stream stays open, and tells of an event when the read models have it. Go on after the `position` of the last event that you have seen: `after=`, or the header `Last-Event-ID`, which a client that opens the same address again sends: it is heard instead of `after` and `cursor`.',
    tag: 'Events',
    method: 'GET',
    path: '/events',
    roles: ['administrator', 'supervisor', 'agent', 'auditor'],
    kind: 'query',
    query: ListEvents,
    answer: eventsAnswer,
    mediaTypes: { [NDJSON]: { format: 'ndjson' }, [EVENT_STREAM]: { format: 'event-stream' } },
    headers: { 'last-event-id': ['after', 'cursor'] },
    example: { types: ['TicketCreated', 'TicketStatusChanged'], limit: 100 },
  },
];
