import 'reflect-metadata';
import { accountsInMemory } from '@docket/accounts/testing';
import { ServerInMemory } from '@docket/gateway/testing';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { capabilities } from '../../apps/docket/src/capabilities.js';
import { GraphqlDocuments } from './graphql-documents.js';
import { seedOf } from './seed.js';

const MINUTES_MS = 300_000;
const DOCUMENTS = 600;

interface Answered {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string; readonly status: number } }[];
}

test(
  'documents of GraphQL that the schema allows get no 5xx, and every error has a code',
  async () => {
    const seed = seedOf(1);
    const server = await ServerInMemory.start(capabilities, { ports: accountsInMemory() });
    const ticket = await server.ask('POST', '/tickets', { body: { subject: 'S', description: 'D', requester: { name: 'N' } } });
    const agents = (await server.ask('GET', `/agents?after=${await server.head()}`))['items'] as { id: string }[];
    const known = [ticket['id'], ticket['number'], ticket['requesterId'], ticket['position'], 'open', ...agents.map(({ id }) => id)];
    const schema = buildSchema(readFileSync(new URL('../../docs/schema.graphql', import.meta.url), 'utf8'));
    const documents = new GraphqlDocuments(schema, known.map(String));

    const told = { requests: 0, executed: 0, errors: 0, serverErrors: 0, outside: 0 };
    const codes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const query = documents.document(draw);
        const { status, body } = await server.call('POST', '/graphql', { at: '', body: { query } });
        const { data, errors = [], ...more } = body as Answered;
        told.requests += 1;
        told.errors += errors.length;
        if (status === 200) told.executed += 1;
        for (const { extensions } of errors) codes.add(extensions?.code);
        if (status >= 500 || errors.some(({ extensions }) => extensions?.status >= 500)) told.serverErrors += 1;
        const coded = errors.every(
          ({ message, extensions }) => typeof message === 'string' && /^\w+(\.\w+)*$/.test(extensions?.code ?? ''),
        );
        const whole = status === 200 ? data !== undefined : status === 400 && data === undefined && errors.length > 0;
        if (!coded || !whole || Object.keys(more).length > 0) told.outside += 1;
        expect({ query, status, body, ...told }).toMatchObject({ serverErrors: 0, outside: 0 });
      }),
      { seed, numRuns: DOCUMENTS, endOnFailure: true },
    );
    process.stdout.write(
      `fuzz over GraphQL, seed ${seed}: ${told.requests} requests, ${told.executed} executed, ${told.errors} errors of ${codes.size} codes, ` +
        `${told.outside} answers outside the schema, ${told.serverErrors} times 5xx\n`,
    );
    expect(codes).not.toContain('internal');
    // Else it was all refused at the door, and nothing was tried.
    expect(told.executed).toBeGreaterThan(DOCUMENTS / 2);
    await server.stop();
  },
  MINUTES_MS,
);
