// The event that the benchmarks of appends write.

/** Ids that cost little to make: what is measured is the store. */
let ids = 0;
const newId = () => `018f9c7e-0000-7000-8000-${(++ids).toString(16).padStart(12, '0')}`;

/** About 700 bytes when it is stored. */
export const newEvent = (revision, id = newId()) => ({
  id,
  type: 'TicketCommented',
  data: {
    comment: id,
    body: `Comment ${revision}: the printer on the third floor says paper jam, but there is none in it; turned off and on twice.`,
    visibility: 'public',
    status: 'waitingForCustomer',
  },
  metadata: {
    schemaVersion: 1,
    recordedAt: '2024-05-20T08:15:30.123Z',
    occurredAt: '2024-05-20T08:15:30.123Z',
    actor: { kind: 'agent', id: '018f9c7e-0000-7000-8000-000000000001' },
    via: 'rest',
    commandId: id,
    commandHash: 'a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1',
    correlationId: id,
  },
});
