// The feed's rows: the log as NDJSON against reading and parsing the same events, and a thousand clients that hear of one change.
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { importedIncidents } from './incidents.mjs';
import { residentMebibytes, startDocket, TOKEN } from './processes.mjs';
import { readWhole } from './reading.mjs';

const NDJSON_FLOOR = 0.3;
const CLIENTS = 1_000;
/** Clients that stop reading after the first piece. */
const SILENT_CLIENTS = 100;
const CHANGES = 20;
/** Changes until the server's heap has the size that it works with; it is told of twice as many after. */
const WARM_CHANGES = 500;
const HEARD_MS_MAX = 250;
/** What the server may grow by while clients that do not read are told of changes. */
const GROWN_MIB_MAX = 50;
const headers = { authorization: `Bearer ${TOKEN}` };

/** Reads the feed from its begin to the log's head: bytes and events a second. */
const readFeed = async (server) => {
  const before = performance.now();
  const response = await fetch(`${server.url}/api/v1/events`, { headers: { ...headers, accept: 'application/x-ndjson' } });
  let events = 0;
  for await (const piece of response.body) for (const byte of piece) if (byte === 10) events += 1;
  return events / ((performance.now() - before) / 1_000);
};

const ndjsonRow = async (workspace) => {
  const { dataDir } = await importedIncidents(workspace);
  const whole = await readWhole(dataDir);
  const limit = whole.events / whole.seconds;
  const server = await startDocket(dataDir);
  await readFeed(server);
  const value = await readFeed(server);
  await server.stop();
  return { name: 'GET /events as NDJSON', value, unit: 'events/s', limit, ratio: value / limit, floor: NDJSON_FLOOR };
};

/** A client of the live feed. `heard` resolves when its text holds what was asked for. */
class Client {
  #text = '';
  #wanted;

  static async open(server) {
    const client = new Client();
    const asked = request(`${server.url}/api/v1/events?types=TeamCreated`, {
      headers: { ...headers, accept: 'text/event-stream' },
      agent: false,
    });
    asked.end();
    const [answer] = await once(asked, 'response');
    client.answer = answer;
    answer.on('error', () => undefined);
    answer.setEncoding('utf8').on('data', (piece) => client.#take(piece));
    await client.hears('event: caughtUp');
    return client;
  }

  hears(text) {
    if (this.#text.includes(text)) return performance.now();
    return new Promise((resolve) => (this.#wanted = { text, resolve }));
  }

  stopReading() {
    this.answer.pause();
  }

  close() {
    this.answer.destroy();
  }

  #take(piece) {
    this.#text = (this.#text + piece).slice(-4_096);
    if (!this.#wanted || !this.#text.includes(this.#wanted.text)) return;
    this.#wanted.resolve(performance.now());
    this.#wanted = undefined;
  }
}

const makeTeam = async (server, name) => {
  const response = await fetch(`${server.url}/api/v1/teams`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
};

const ratioRow = (name, value, unit, limit) => ({ name, value, unit, limit, ratio: limit / Math.max(value, 0.001), floor: 1 });

/** Milliseconds from the order to the last client that heard of it, and what the server has grown by while some do not read. */
const liveRows = async (workspace) => {
  const server = await startDocket(join(workspace, 'feed'));
  const clients = [];
  while (clients.length < CLIENTS) clients.push(...(await Promise.all(Array.from({ length: 50 }, () => Client.open(server)))));
  const spans = [];
  for (let change = 0; change < CHANGES; change++) {
    const heard = clients.map((client) => client.hears(`"team number ${change}"`));
    const before = performance.now();
    await makeTeam(server, `team number ${change}`);
    for (const at of await Promise.all(heard)) spans.push(at - before);
  }
  const silent = clients.slice(0, SILENT_CLIENTS);
  for (const client of silent) client.stopReading();
  const listening = clients.slice(SILENT_CLIENTS, SILENT_CLIENTS + 10);
  const tellOf = async (from, to) => {
    for (let change = from; change < to; change++) {
      const name = `a team that is told to those who do not listen, number ${change}`;
      const heard = Promise.all(listening.map((client) => client.hears(`${name}"`)));
      await makeTeam(server, name);
      await heard;
    }
  };
  await tellOf(0, WARM_CHANGES);
  const resident = residentMebibytes(server.pid);
  await tellOf(WARM_CHANGES, 3 * WARM_CHANGES);
  const grown = Math.max(0, residentMebibytes(server.pid) - resident);
  for (const client of clients) client.close();
  await server.stop();
  const p99 = spans.sort((one, other) => one - other)[Math.floor(spans.length * 0.99)];
  return [
    ratioRow('one change on the live feed, p99 of 1,000 clients', p99, 'ms', HEARD_MS_MAX),
    ratioRow('memory grown by while 100 clients do not read', grown, 'MiB', GROWN_MIB_MAX),
  ];
};

export const rows = async ({ workspace }) => [await ndjsonRow(workspace), ...(await liveRows(workspace))];
