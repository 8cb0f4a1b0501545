import { setTimeout } from 'node:timers/promises';
import { ABOUT } from '../about.js';
import { EXIT } from '../exit-codes.js';
import { freePort, Program, temporaryFolder } from '../testing/program.js';
import { commands } from './commands.js';

const SLOW_MS = 60_000;
const LOOK_MS = 50;

/** Resolves when a server there is ready. */
const ready = async (port: string): Promise<void> => {
  const ask = () =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await ask())) await setTimeout(LOOK_MS);
};

describe('the command line', () => {
  const run = (...args: string[]) => new Program(args).ended;

  test.each(commands.map(({ name }) => [name]))(
    '%s --help shows examples and exit codes',
    async (name) => {
      const { code, out } = await run(name, '--help');
      expect(code).toBe(EXIT.done);
      expect(out).toContain(`Usage: docket ${name}`);
      expect(out).toMatch(/Examples:\n {2}\$ /);
      expect(out).toMatch(/Exit codes:\n {4}0 {2}/);
    },
    SLOW_MS,
  );

  test(
    'tells its commands and its version',
    async () => {
      const { code, out } = await run('--help');
      expect(code).toBe(EXIT.done);
      for (const { name } of commands) expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
      expect((await run('--version')).out).toBe(`${ABOUT.version}\n`);
    },
    SLOW_MS,
  );

  test(
    'goes on where whoever reads what it says has gone: a server serves, and all is well in the end',
    async () => {
      const folder = temporaryFolder();
      const port = String(await freePort());
      const server = new Program(['serve'], { PORT: port, DATA_DIR: folder.path });
      server.stopReading();
      await ready(port);
      const { code, err } = await server.stop();
      expect({ code, odd: err.split('\n').filter((line) => /"level":"(warn|error)"/.test(line)) }).toEqual({ code: EXIT.done, odd: [] });
      folder.remove();
      const help = new Program(['import', '--help']);
      help.stopReading();
      expect(await help.ended).toMatchObject({ code: EXIT.done, err: '' });
    },
    SLOW_MS,
  );

  test.each([[['brew']], [['serve', '--loud']], [[]]])(
    '%j is no command line: it says what is wrong, and ends with 64',
    async (args) => {
      const { code, out, err } = await run(...args);
      expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
      expect(err).not.toBe('');
    },
    SLOW_MS,
  );
});
