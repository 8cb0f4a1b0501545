// From the answer to an order until a query shows what it did, on the servers: the query waits for the position that the order was given.
import { call, openTickets, secondsToNoLag, ticketBody } from './new-tickets.mjs';
import { onServerPair } from './server-pair.mjs';

/** Tickets that are there before; they also warm up what is measured. */
const TICKETS = 500;
const WRITERS = 4;
/** Of one writer. */
const ORDERS = 150;
const VISIBLE_MS_MAX = 100;

/** Each has a requester of its own, so that read models get new documents: mongo-java-server looks at a whole collection for each guarded replace. */
const order = (writer, i) => ({ ...ticketBody(i), requester: { name: `Writer ${writer}`, email: `writer-${writer}-${i}@example.com` } });

/** Milliseconds of each order, one after the other. */
const spansOf = async (server, writer) => {
  const spans = [];
  for (let i = 0; i < ORDERS; i++) {
    const { id, position } = await call(server, 'POST', '/tickets', order(writer, i));
    const before = performance.now();
    await call(server, 'GET', `/tickets/${id}?after=${position}`);
    spans.push(performance.now() - before);
  }
  return spans;
};

const measure = async ({ name, startDocket }) => {
  const server = await startDocket();
  try {
    await openTickets(server, TICKETS);
    await secondsToNoLag(server);
    const ofWriters = await Promise.all(Array.from({ length: WRITERS }, (_, writer) => spansOf(server, writer)));
    const spans = ofWriters.flat().sort((one, other) => one - other);
    const value = spans[Math.floor(spans.length * 0.99)];
    return [
      {
        name: `append to visible in a query, p99 of ${WRITERS} writers (${name})`,
        value,
        unit: 'ms',
        limit: VISIBLE_MS_MAX,
        ratio: VISIBLE_MS_MAX / value,
        floor: 1,
      },
    ];
  } finally {
    await server.stop();
  }
};

export const rows = ({ workspace }) => onServerPair(workspace, measure);
