// GET of a ticket by id on the servers, against a bare route that gives the same answers by the driver's findOne from the same server.
import { MongoClient } from 'mongodb';
import { call, headers, openTickets, secondsToNoLag } from './new-tickets.mjs';
import { compare, startBareFindOne } from './processes.mjs';
import { onServerPair } from './server-pair.mjs';

const TICKETS = 1_000;
const FLOOR = 0.6;
const BARE = 'bench-answers';

/** Keeps Docket's answers as documents, so that the bare route sends as much. */
const keepAnswers = async (mongoUrl, server, ids) => {
  const client = await MongoClient.connect(mongoUrl);
  try {
    const answers = [];
    for (const id of ids) answers.push({ _id: id, ...(await call(server, 'GET', `/tickets/${id}`)) });
    await client.db().collection(BARE).insertMany(answers);
  } finally {
    await client.close();
  }
};

const measure = async ({ name, mongoUrl, startDocket }) => {
  const server = await startDocket();
  const closers = [server.stop];
  try {
    const ids = await openTickets(server, TICKETS);
    await secondsToNoLag(server);
    await keepAnswers(mongoUrl, server, ids);
    const bare = await startBareFindOne(mongoUrl, BARE);
    closers.push(bare.stop);
    const asked = ({ url }, at) => ({ url, requests: ids.map((id) => ({ method: 'GET', path: `${at}/${id}`, headers })) });
    const rates = await compare(asked(server, '/api/v1/tickets'), asked(bare, ''));
    return [{ name: `GET /tickets/{id} against findOne (${name})`, unit: 'requests/s', ...rates, floor: FLOOR }];
  } finally {
    for (const close of closers.reverse()) await close();
  }
};

export const rows = ({ workspace }) => onServerPair(workspace, measure);
