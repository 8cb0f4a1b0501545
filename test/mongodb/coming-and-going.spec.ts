import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCredentialCollection } from '@docket/accounts';
import { DocumentsUnavailable, openMongoDocumentStore, type DocumentStore } from '@docket/document-store';
import { TcpProxy } from '../faults/tcp-proxy.js';
import { describeNeeding } from '../further-needs.js';
import { MongoStandIn, mongoStandIn } from './stand-in.js';
import { warn } from './world.js';

/** Calls until the server must have been found again; each waits for it by itself. */
const CALLS_MAX = 30;

describeNeeding(mongoStandIn, 'a server of MongoDB that goes and comes back', () => {
  let folder: string;
  let server: MongoStandIn;
  let store: DocumentStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docket-mongodb-'));
    server = await MongoStandIn.start({ file: join(folder, 'data') });
    store = await openMongoDocumentStore({ url: server.url(''), database: 'docket', warn });
    await store.define('notes@1', { name: 'notes', orders: ['at'] });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }, 60_000);

  const put = (at: number): Promise<void> =>
    store.commit({
      writes: [{ collection: 'notes@1', puts: [{ id: 'a', position: `${at}`, terms: ['x'], orders: { at }, body: { at } }], removals: [] }],
    });

  it('is unavailable meanwhile, for every call, and mends by itself', async () => {
    await put(1);
    const { port } = server;
    await server.stop();
    const calls = [
      () => put(2),
      () => store.get('notes@1', 'a'),
      () => store.getMany('notes@1', ['a']),
      () => store.getGuarded('notes@1', ['a']),
      () => store.find('notes@1', { order: 'at', all: ['x'], limit: 5 }),
      () => store.count('notes@1', { order: 'at' }),
      () => store.readProjection('notes'),
      () => store.compareAndSetProjection(0, { projection: 'notes', revision: 1, builds: {} }),
      () => store.readLease('projector'),
      () => store.compareAndSetLease('projector', 0, 'me'),
      () => store.define('others@1', { name: 'others', orders: [] }),
      () => store.drop('others@1'),
    ];
    const answers = await Promise.allSettled(calls.map((call) => call()));
    for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(DocumentsUnavailable) as unknown });

    server = await MongoStandIn.start({ file: join(folder, 'data'), port });
    let found: { readonly body: unknown } | undefined;
    for (let calls = 0; calls < CALLS_MAX && !found; calls++) {
      try {
        found = await store.get('notes@1', 'a');
      } catch (error) {
        if (!(error instanceof DocumentsUnavailable)) throw error;
      }
    }
    expect(found?.body).toEqual({ at: 1 });
    await put(3);
    expect((await store.get('notes@1', 'a'))?.body).toEqual({ at: 3 });
  }, 180_000);

  it('whose connection died without a word is found again by the second call, though the first holds the only connection', async () => {
    const proxy = await TcpProxy.start({ host: '127.0.0.1', port: server.port });
    const one = await openMongoDocumentStore({ url: `mongodb://127.0.0.1:${proxy.port}/?maxPoolSize=1`, database: 'docket', warn });
    expect((await one.get('notes@1', 'a'))?.body).toEqual({ at: 3 });
    proxy.halfOpen();
    await expect(one.get('notes@1', 'a')).rejects.toBeInstanceOf(DocumentsUnavailable);
    expect((await one.get('notes@1', 'a'))?.body).toEqual({ at: 3 });
    await one.close();
    await proxy.close();
  }, 120_000);

  it('holds no sign-in up when a connection died without a word', async () => {
    const proxy = await TcpProxy.start({ host: '127.0.0.1', port: server.port });
    const credentials = openCredentialCollection({ url: `mongodb://127.0.0.1:${proxy.port}/?maxPoolSize=1`, database: 'docket' }, warn);
    await credentials.put('account', 'credential', 'verifier');
    proxy.halfOpen();
    expect(await credentials.get('account', 'credential')).toBe('verifier');
    await credentials.close();
    await proxy.close();
  }, 120_000);
});
