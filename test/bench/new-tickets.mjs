// Tickets that are opened by the gateway, and the wait until each read model has them.
import { setTimeout as delay } from 'node:timers/promises';
import { TOKEN } from './processes.mjs';

const REQUESTERS = 500;
const AT_ONCE = 50;
export const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

export const call = async (server, method, path, body) => {
  const response = await fetch(`${server.url}/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
};

export const ticketBody = (i) => ({
  subject: `Printer on floor ${i % 40} does not answer`,
  description: 'Since this morning nothing comes out of it; the display shows error 49. '.repeat(3),
  requester: { name: `Person ${i % REQUESTERS}`, email: `person-${i % REQUESTERS}@example.com` },
  priority: `P${1 + (i % 4)}`,
  tags: ['printer', `floor-${i % 40}`],
});

/** Their ids. */
export const openTickets = async (server, count) => {
  const ids = [];
  for (let i = 0; i < count; i += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - i) }, (_, j) => call(server, 'POST', '/tickets', ticketBody(i + j)));
    for (const ticket of await Promise.all(batch)) ids.push(ticket.id);
  }
  return ids;
};

/** Seconds until every projection has no lag. */
export const secondsToNoLag = async (server) => {
  const before = performance.now();
  for (;;) {
    const health = await (await fetch(`${server.url}/health/ready`)).json();
    if (health.projections?.every(({ serving }) => serving?.lagEvents === 0)) return (performance.now() - before) / 1_000;
    await delay(20);
  }
};
