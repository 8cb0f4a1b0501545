import 'reflect-metadata';
import { evolveTicket } from '../domain/evolve.js';
import { REQUESTER_ID, eventsOf, opened } from '../testing/world.js';
import { requesterIdIn, revisionIn, ticketText } from './ticket-text.js';

/** A ticket whose texts and fields would like to be taken for others. */
const [event] = eventsOf([
  {
    fact: opened({
      subject: '"requesterId":"somebody","revision":7,',
      description: '\\"revision\\":8,"requesterId":"x"',
      customFields: { requesterId: 'else', revision: 9, position: '1' },
    }),
  },
]);
if (!event) throw new Error('there is one');
const document = JSON.stringify(evolveTicket(undefined, event));

test('a document’s own requester and revision are found without parsing it', () => {
  expect(requesterIdIn(document)).toBe(REQUESTER_ID);
  expect(revisionIn(document)).toBe(0);
  expect(revisionIn('{"id":"a","revision":123,"x":1}')).toBe(123);
});

test('a document that is no ticket’s is a mistake', () => {
  expect(() => requesterIdIn('{}')).toThrow('requesterId');
  expect(() => revisionIn('{}')).toThrow('revision');
});

test('a ticket is its document with the requester’s card', () => {
  expect(JSON.parse(ticketText(document, '{"id":"a","name":"Ann"}').text)).toEqual({
    ...(JSON.parse(document) as object),
    requester: { id: 'a', name: 'Ann' },
  });
});
