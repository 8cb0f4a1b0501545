import 'reflect-metadata';
import type { EventReader, ReadStreamOptions } from '@docket/event-store';
import type { TicketCommented } from '../domain/events.js';
import { AGENT_ID, eventsOf, NOW, opened, REQUESTER_ID, TICKET_ID } from '../testing/world.js';
import { TicketPast } from './ticket-past.js';

const COMMENTS = 200;
const comment: TicketCommented = {
  requesterId: REQUESTER_ID,
  messageId: AGENT_ID,
  body: 'x'.repeat(100_000),
  format: 'plain',
  visibility: 'public',
  author: { kind: 'agent', id: AGENT_ID },
  direction: 'out',
  channel: 'api',
  automatic: false,
  attachmentIds: [],
};
const events = eventsOf([
  { fact: opened() },
  ...Array.from({ length: COMMENTS }, () => ({ fact: { type: 'TicketCommented', data: comment } as const })),
]);

test.each([
  ['after a revision', { revision: COMMENTS }],
  ['as it was known', { at: NOW, axis: 'recorded' }],
  ['as it was in the world', { at: NOW, axis: 'occurred' }],
] as const)('a ticket of many long comments, %s, is folded from a few of them at a time', async (_, moment) => {
  let most = 0;
  const readStream = ({ fromRevision = 0, maxCount = events.length }: ReadStreamOptions) => {
    const page = events.slice(fromRevision, fromRevision + maxCount);
    most = Math.max(most, page.length);
    return Promise.resolve(page);
  };
  const past = new TicketPast({
    readStream: (_stream: string, options: ReadStreamOptions) => readStream(options),
  } as unknown as EventReader);
  expect(await past.asOf(TICKET_ID, moment)).toMatchObject({ commentCount: COMMENTS, firstRespondedAt: NOW });
  expect(most).toBeLessThan(COMMENTS / 10);
});
