import { RawClient } from '@docket/gateway/testing';
import { TOKEN } from './docket-process.js';
import { embedded } from './pairs.js';
import { describeServer, type RunningServer } from './running-server.js';

const SLOW_MS = 120_000;
const IDLE_CONNECTIONS = 1_000;
/** Clients who do not read, and what each of them is owed. */
const DEAF_CLIENTS = 30;
const COMMENTS = 250;
const COMMENT_LENGTH = 100_000;
/** All that the server's heap may hold, in MiB, and what the server may grow by meanwhile: fractions of the 750 MB that all of them are owed. Without a
 *  bound to its heap V8 lets garbage lie, and its size says nothing of what is held. */
const HEAP_MIB_MAX = 160;
const GROWTH_BYTES_MAX = 200 * 1024 * 1024;

const clientsThatAreRude = (running: RunningServer): void => {
  const connect = () => RawClient.connect(running.server.url);
  const isAnswered = async () => expect((await running.server.call('GET', '/me')).status).toBe(200);
  const graphql = async (query: string) => {
    const response = await fetch(`${running.server.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { errors } = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] };
    return { status: response.status, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
  };
  const residentBytes = async (): Promise<number> => {
    const metrics = await (await fetch(`${running.server.url}/metrics`)).text();
    return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
  };

  test(
    'a header without end is answered 431',
    async () => {
      const client = await connect();
      await client.say('GET /api/v1/me HTTP/1.1\r\nHost: h\r\nX-Endless: ');
      while (client.open && client.heard === '') await client.say('x'.repeat(1_000));
      expect(await client.answer()).toMatch(/^HTTP\/1\.1 431 [^]*"code":"header\.tooLarge"/);
      await isAnswered();
    },
    SLOW_MS,
  );

  test(
    'a thousand connections that say nothing, or half a request, keep nobody else from an answer',
    async () => {
      const idle = await Promise.all(Array.from({ length: IDLE_CONNECTIONS }, connect));
      const halfAsking = idle.filter((_, at) => at % 2 === 0);
      await Promise.all(halfAsking.map((client) => client.say('POST /api/v1/tickets HTTP/1.1\r\nHost: ')));
      await isAnswered();
      expect(idle.filter(({ open }) => open)).toHaveLength(IDLE_CONNECTIONS);
      for (const client of idle) client.hangUp();
      await isAnswered();
    },
    SLOW_MS,
  );

  test(
    'one that goes in the middle of its body harms nobody',
    async () => {
      const client = await connect();
      await client.say(
        `POST /api/v1/tickets HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"subject":`,
      );
      client.hangUp();
      await isAnswered();
    },
    SLOW_MS,
  );

  test(
    'those who never read their event stream cost no memory, and the others go on',
    async () => {
      const made = await running.server.call('POST', '/tickets', { subject: 'S', description: 'D', requester: { name: 'N' } });
      const path = `/tickets/${String(made.body['id'])}/comments`;
      const comment = (body: string) => running.server.call('POST', path, { body, visibility: 'internal' });
      for (let at = 0; at < COMMENTS; at++) expect((await comment('x'.repeat(COMMENT_LENGTH))).status).toBeLessThan(300);

      const before = await residentBytes();
      const asked = `GET /api/v1/events?after=${String(made.body['position'])} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${TOKEN}\r\nAccept: text/event-stream\r\n\r\n`;
      const deaf = await Promise.all(Array.from({ length: DEAF_CLIENTS }, connect));
      for (const client of deaf) {
        client.stopReading();
        await client.say(asked);
      }
      const reader = await fetch(`${running.server.url}/api/v1/events?after=${String(made.body['position'])}`, {
        headers: { authorization: `Bearer ${TOKEN}`, accept: 'text/event-stream' },
      });
      await comment('the last one');
      const decoder = new TextDecoder();
      let heard = '';
      for await (const chunk of reader.body ?? []) {
        heard = (heard + decoder.decode(chunk as Uint8Array, { stream: true })).slice(-2 * COMMENT_LENGTH);
        if (heard.includes('the last one')) break;
      }
      expect(heard).toContain('the last one');
      expect((await residentBytes()) - before).toBeLessThan(GROWTH_BYTES_MAX);
      for (const client of deaf) client.hangUp();
      await isAnswered();
    },
    SLOW_MS,
  );

  test(
    'a query of GraphQL a hundred levels deep, or with a thousand aliases, is a clear 400',
    async () => {
      const deep = (levels: number): string =>
        levels === 0 ? '{ id }' : `{ tickets(first: 1) { nodes { requester ${deep(levels - 1)} } } }`;
      expect(await graphql(`{ customers ${`{ nodes ${deep(33)} }`} }`)).toMatchObject({ status: 400, code: 'graphql.tooDeep' });
      const aliases = (count: number) => `{ ${Array.from({ length: count }, (_, at) => `a${at}: __typename`).join(' ')} }`;
      expect(await graphql(aliases(100))).toMatchObject({ status: 400, code: 'graphql.tooManyAliases' });
      expect(await graphql(aliases(1_000))).toMatchObject({
        status: 400,
        code: 'graphql.invalid',
        message: expect.stringContaining('tokens') as unknown,
      });
    },
    SLOW_MS,
  );

  test(
    'a stream ends when its token is revoked',
    async () => {
      const agent = await running.server.call('POST', '/agents', { name: 'A' });
      const token = await running.server.call('POST', '/tokens', { name: 'T', agentId: agent.body['id'], roles: ['auditor'] });
      const stream = await fetch(`${running.server.url}/api/v1/events?types=TicketCreated`, {
        headers: { authorization: `Bearer ${String(token.body['token'])}`, accept: 'text/event-stream' },
      });
      expect(stream.status).toBe(200);
      const end = stream.text();
      expect((await running.server.call('DELETE', `/tokens/${String(token.body['id'])}`)).status).toBeLessThan(300);
      await expect(end).resolves.toBeDefined();
    },
    SLOW_MS,
  );
};

describeServer('clients that are slow or rude', [embedded], clientsThatAreRude, {
  NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB_MAX}`,
});
