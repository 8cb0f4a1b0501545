// The gateway's rows: 64 connections from another process, each row against a bare Fastify route, loaded in turn with it.
import { join } from 'node:path';
import { importedIncidents } from './incidents.mjs';
import { call, headers, openTickets, secondsToNoLag, ticketBody } from './new-tickets.mjs';
import { compare, startBare, startDocket } from './processes.mjs';

const LAG_ZERO_SECONDS_MAX = 5;
const COMMENTED_TICKETS = 1_000;

/** A row against the bare route, which is asked the very same requests (method, headers, body), so that sending and reading them costs the same. */
const row = async (name, floor, server, requests) => {
  const bare = await startBare();
  try {
    const measured = requests.map((request) => ({ headers, ...request, path: `${request.at ?? '/api/v1'}${request.path}` }));
    const limiting = measured.map((request) => ({ ...request, path: '/' }));
    const rates = await compare({ url: server.url, requests: measured }, { url: bare.url, requests: limiting });
    return { name, unit: 'requests/s', ...rates, floor };
  } finally {
    await bare.stop();
  }
};

const posts = (count, path, body) =>
  Array.from({ length: count }, (_, i) => ({ method: 'POST', path: path(i), body: JSON.stringify(body(i)) }));
const creations = posts(2_000, () => '/tickets', ticketBody);
const comments = (ids) =>
  posts(
    ids.length,
    (i) => `/tickets/${ids[i]}/comments`,
    (i) => ({ body: `Looked at it, part ${i}.`, visibility: 'internal' }),
  );

const lagRow = (name, seconds) => ({
  name,
  value: seconds,
  unit: 's',
  limit: LAG_ZERO_SECONDS_MAX,
  ratio: LAG_ZERO_SECONDS_MAX / Math.max(seconds, 0.001),
  floor: 1,
});

/** Writing with the gateway alone (the projector follows after), and with all roles. */
const writing = async (workspace, name, floors, requestsOf) => {
  const dataDir = join(workspace, name.replaceAll(/\W+/g, '-'));
  const first = await startDocket(dataDir);
  const requests = await requestsOf(first);
  await first.stop();

  const alone = await startDocket(dataDir, { DOCKET_ROLES: 'gateway' });
  const aloneRow = await row(`${name}, gateway alone`, floors.alone, alone, requests);
  await alone.stop();

  const all = await startDocket(dataDir);
  await secondsToNoLag(all);
  const allRow = await row(`${name}, all roles`, floors.all, all, requests);
  const lag = lagRow(`${name}: lag zero after the load`, await secondsToNoLag(all));
  await all.stop();
  return [aloneRow, allRow, lag];
};

const TICKET_WITH_TIMELINE = `query ($id: ID!) {
  ticket(id: $id) {
    id number subject status priority updatedAt requester { name }
    timeline(first: 20) { nodes { kind at actor { kind id } changes { field from to } comment { body visibility } } }
  }
}`;

const FLOORS = { alone: 0.25, all: 0.12 };

/** Reading, with 24,918 tickets there. */
const reading = async (workspace) => {
  const { dataDir } = await importedIncidents(workspace);
  const server = await startDocket(dataDir);
  await secondsToNoLag(server);
  const ids = await openTickets(server, COMMENTED_TICKETS);
  const [long] = ids;
  for (let i = 1; i < 30; i++) await call(server, 'POST', `/tickets/${long}/comments`, { body: `Entry ${i}`, visibility: 'internal' });
  await secondsToNoLag(server);
  const { items: queues } = await call(server, 'GET', '/queues');
  const unassigned = queues.find((queue) => /unassigned/i.test(queue.name)) ?? queues[0];
  const gets = (paths) => paths.map((path) => ({ method: 'GET', path }));
  const measured = [
    await row('GET /tickets/{id}', 0.4, server, gets(ids.map((id) => `/tickets/${id}`))),
    await row('GET /tickets/{id}/history of 30 events', 0.3, server, gets([`/tickets/${long}/history`])),
    await row('GraphQL: a ticket with its last 20 timeline entries', 0.15, server, [
      { method: 'POST', at: '', path: '/graphql', body: JSON.stringify({ query: TICKET_WITH_TIMELINE, variables: { id: long } }) },
    ]),
    await row('a queue page of 50 with 24,918 tickets', 0.15, server, gets([`/queues/${unassigned.id}/tickets?limit=50`])),
  ];
  await server.stop();
  return measured;
};

export const rows = async ({ workspace }) => [
  ...(await writing(workspace, 'POST /tickets', FLOORS, async () => creations)),
  ...(await writing(workspace, 'POST /tickets/{id}/comments', FLOORS, async (server) =>
    comments(await openTickets(server, COMMENTED_TICKETS)),
  )),
  ...(await reading(workspace)),
];
