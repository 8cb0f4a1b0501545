import { EXIT } from '../exit-codes.js';
import { Program, temporaryFolder } from '../testing/program.js';

const SLOW_MS = 60_000;
const TOKEN = 'token-of-the-tests-only';

describe('docket rebuild', () => {
  const folder = temporaryFolder();
  const program = (args: readonly string[]) => new Program(args, { PORT: '0', DATA_DIR: folder.path, DOCKET_ADMIN_TOKEN: TOKEN });
  afterAll(() => folder.remove());

  const builds = async (url: string) => {
    const health = (await (await fetch(`${url}/health/ready`)).json()) as {
      projections: { projection: string; serving: { build: string } }[];
    };
    return new Map(health.projections.map(({ projection, serving }) => [projection, serving.build]));
  };
  const agents = async (url: string) =>
    ((await (await fetch(`${url}/api/v1/agents`, { headers: { authorization: `Bearer ${TOKEN}` } })).json()) as { items: unknown }).items;

  test(
    'builds what is named anew, beside what serves; where a server has the folder it says what to do',
    async () => {
      const before = program(['serve']);
      const url = await before.address();
      const [built, listed] = [await builds(url), await agents(url)];
      const refused = await program(['rebuild']).ended;
      expect(refused).toMatchObject({ code: EXIT.unavailable, out: '' });
      expect(refused.err).toMatch(/^docket: the data folder .* is open in another process: stop that process first.*\n$/);
      await before.stop();

      const { code, err } = await program(['rebuild', 'agents', 'tickets']).ended;
      expect({ code, last: err.trimEnd().split('\n').at(-1) }).toEqual({ code: EXIT.done, last: 'built: agents, tickets' });

      const after = program(['serve']);
      const again = await after.address();
      const rebuilt = await builds(again);
      expect(rebuilt.get('agents')).not.toBe(built.get('agents'));
      expect(rebuilt.get('tickets')).not.toBe(built.get('tickets'));
      expect(rebuilt.get('teams')).toBe(built.get('teams'));
      expect(await agents(again)).toEqual(listed);
      await after.stop();
    },
    SLOW_MS,
  );

  test(
    'of all read models at once says how far it is and what it has built, and nothing else',
    async () => {
      const { code, err } = await program(['rebuild']).ended;
      const other = err.split(/[\r\n]+/).filter((line) => !/^(|events folded for .*|built: .*)$/.test(line));
      expect({ code, other }).toEqual({ code: EXIT.done, other: [] });
    },
    SLOW_MS,
  );

  test(
    'of a read model that there is none of, and in a folder that is not there: one line',
    async () => {
      const unknown = await program(['rebuild', 'wishes']).ended;
      expect(unknown.code).toBe(EXIT.usage);
      expect(unknown.err).toMatch(/^docket: there is no read model wishes; there are agents, .*\n$/);
      const nowhere = await new Program(['rebuild'], { DATA_DIR: `${folder.path}/nowhere` }).ended;
      expect(nowhere.code).toBe(EXIT.unavailable);
      expect(nowhere.err).toMatch(/^docket: DATA_DIR: there is no folder .*\n$/);
    },
    SLOW_MS,
  );
});
