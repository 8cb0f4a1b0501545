import { DocketProcess, temporaryFolder } from './docket-process.js';
import { describeOnPairs, embedded, pairs, type Pair } from './pairs.js';
import { type Answered, Naming, SameLife } from './same-answers.js';

/** The queries of a life, by the paths that the program's own description of itself gives; `{name}` is what that was called when it was made. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  '/accounts': [''],
  '/accounts/{id}': ['{account}'],
  '/me': [''],
  '/tokens': [''],
  '/agents': ['', '?active=true', '?login=ada', '?email=ada@example.com', '?limit=1'],
  '/agents/{id}': ['{agent}', '{agent2}'],
  '/teams': ['', '?member={agent}'],
  '/teams/{id}': ['{team}'],
  '/customers': ['', '?email=caller1@example.com', '?limit=2'],
  '/customers/{id}': [],
  '/workflows': [''],
  '/workflows/{id}': [],
  '/tickets': [
    '',
    '?sort=priority',
    '?sort=-created',
    '?sort=number&limit=5',
    '?status=open',
    '?statusCategory=resolved',
    '?priority=P1&priority=P2&limit=3',
    '?team={team}&tag=fire',
    '?assignee={agent}&sort=-updated&limit=2',
    '?cf=site:hcm',
    '?type=incident',
    '?channel=api',
    '?status=closed',
  ],
  '/tickets/{id}': ['{ticket0}', '{ticket1}', '{ticket7}', '{ticket1}?revision=0', '{ticket1}?revision=2', '{late}'],
  '/tickets/{id}/history': ['{ticket1}', '{ticket7}?limit=2'],
  '/tickets/{id}/timeline': ['{ticket1}', '{ticket7}?limit=2', '{late}'],
  '/queues': ['', '?archived=true'],
  '/queues/{id}': ['{queue}'],
  '/queues/{id}/tickets': ['{queue}', '{queue}?limit=2'],
  '/analytics/volume': ['?by=day', '?by=week', '?by=month', '?by=day&from=2024-03-01&to=2024-03-05', '?by=day&format=csv'],
  '/events': ['', '?limit=5', '?types=TicketCreated,TicketStatusChanged', '?format=ndjson'],
};

/** Paths that answer from no read model, and so wait for none. */
const READ_NO_MODEL = ['/events', '/me'];

/** Pages that are followed by their cursor. */
const PAGES_MAX = 6;

const lived = async (
  pair: Pair,
): Promise<{ server: DocketProcess; answers: () => Promise<readonly Answered[]>; end: () => Promise<void> }> => {
  const folder = temporaryFolder();
  const stores = await pair.open();
  const server = await DocketProcess.start({ dataDir: folder.path, env: { DOCKET_SECRET: 'a secret of the tests only', ...stores.env } });
  const life = new SameLife(server);
  await life.live();
  return {
    server,
    answers: () => answersOf(server, life),
    end: async () => {
      await server.stop();
      await stores.close();
      folder.remove();
    },
  };
};

const answersOf = async (server: DocketProcess, life: SameLife): Promise<readonly Answered[]> => {
  const naming = new Naming();
  // Names are given in the order of making, before any list can bring another one.
  for (const id of Object.values(life.ids)) naming.normalized(id);
  const answers: Answered[] = [];
  for (const [path, variants] of Object.entries(QUERIES)) {
    for (const variant of variants) {
      const [own = '', query = ''] = variant.split('?');
      const named = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => life.ids[name] ?? `{${name}}`);
      const at = path.includes('{id}') ? path.replace('{id}', named(own)) : path;
      const waits = READ_NO_MODEL.includes(path) ? '' : `after=${life.position}`;
      let cursor = '';
      for (let page = 0; page < PAGES_MAX; page++) {
        const reply = await server.call('GET', `${at}?${[named(query), waits, cursor].filter(Boolean).join('&')}`);
        answers.push({ query: `${path} ${variant} page ${page}`, status: reply.status, text: naming.normalized(reply.text) });
        const next = reply.body['nextCursor'];
        if (typeof next !== 'string') break;
        cursor = `cursor=${encodeURIComponent(next)}`;
      }
    }
  }
  return answers;
};

describeOnPairs(
  'every query',
  pairs.filter((pair) => pair !== embedded),
  (pair) => {
    let here: Awaited<ReturnType<typeof lived>>;
    let there: Awaited<ReturnType<typeof lived>>;
    beforeAll(async () => {
      here = await lived(embedded);
      there = await lived(pair);
    }, 120_000);
    afterAll(async () => {
      await here.end();
      await there.end();
    }, 60_000);

    test('answers the same as on the embedded stores, byte for byte but for ids, times and positions', async () => {
      const [expected, actual] = [await here.answers(), await there.answers()];
      expect(actual).toEqual(expected);
      expect(expected.filter(({ status }) => status !== 200)).toEqual([]);
      expect(expected.length).toBeGreaterThan(60);
    }, 60_000);

    test('is asked: no path of the interface is left out', async () => {
      const { paths } = (await (await fetch(`${here.server.url}/docs/openapi.json`)).json()) as { paths: Record<string, object> };
      const queries = Object.entries(paths).filter(([, operations]) => 'get' in operations);
      expect(queries.map(([path]) => path.replace(/^\/api\/v1/, '')).sort()).toEqual(Object.keys(QUERIES).sort());
    });
  },
);
