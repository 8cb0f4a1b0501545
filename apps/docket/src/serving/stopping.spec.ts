import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { EXIT } from '../exit-codes.js';
import { freePort, Program, temporaryFolder } from '../testing/program.js';

const TOKEN = 'token-of-the-tests-only';
const SLOW_MS = 60_000;
/** Milliseconds between two looks. */
const LOOK_MS = 5;
/** Milliseconds between two of the signals of somebody who does not wait. */
const IMPATIENT_MS = 100;

/** Resolves when something listens there. */
const listens = async (port: string): Promise<void> => {
  for (;;) {
    const socket = connect(Number(port), '127.0.0.1');
    const there = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (there) return;
    await setTimeout(LOOK_MS);
  }
};

/** Sends a request but for its body, and resolves when the server has the head: it asks for the body then. */
const withoutBody = async (url: string, length: number): Promise<Socket> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const head = `POST /api/v1/agents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n`;
  socket.write(`${head}Content-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`);
  await once(socket, 'data');
  return socket;
};

describe('docket serve, when it is told to stop', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let started: Program;
  const serve = (env: Record<string, string> = {}) =>
    (started = new Program(['serve'], { PORT: '0', DATA_DIR: folder.path, DOCKET_ADMIN_TOKEN: TOKEN, ...env }));
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(async () => {
    await started.stop('SIGKILL');
    folder.remove();
  });

  test(
    'answers a request in flight, closes everything and ends with 0',
    async () => {
      const program = serve();
      const body = JSON.stringify({ name: 'Wang Lei' });
      const socket = await withoutBody(await program.address(), body.length);
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
      const ended = program.stop();
      socket.write(body);
      await once(socket, 'close');
      expect(answer).toContain('HTTP/1.1 201 Created');
      const { code, err } = await ended;
      expect({ code, errors: err.split('\n').filter((line) => /"level":"(warn|error)"/.test(line)) }).toEqual({
        code: EXIT.done,
        errors: [],
      });
      expect(existsSync(join(folder.path, 'events.db-wal'))).toBe(false);
    },
    SLOW_MS,
  );

  test(
    'and told so a second time, ends at once, whatever it waits for, and says so',
    async () => {
      const program = serve();
      // Its body never comes: the stop would give it ten seconds.
      const socket = await withoutBody(await program.address(), 9);
      socket.on('error', () => undefined);
      const ended = program.stop('SIGTERM');
      const impatient = setInterval(() => void program.stop('SIGINT'), IMPATIENT_MS);
      const { code, err } = await ended;
      clearInterval(impatient);
      expect(code).toBe(130);
      expect(err).toContain('ended at once, by a second SIGINT');
    },
    SLOW_MS,
  );

  test(
    'ends by Ctrl-C, too',
    async () => {
      const program = serve();
      await program.address();
      expect((await program.stop('SIGINT')).code).toBe(EXIT.done);
    },
    SLOW_MS,
  );

  test(
    'while a first start is being made, ends well, though its projector has not begun',
    async () => {
      const PORT = String(await freePort());
      // What waits for this server never begins.
      const program = serve({ PORT, MONGODB_URL: 'mongodb://127.0.0.1:1/docket', DOCKET_SECRET: 'secret of the tests' });
      await listens(PORT);
      const { code, err } = await program.stop();
      expect(err).not.toContain('nobody foresaw');
      expect(err).toContain('"msg":"stopped before it had started"');
      expect(code).toBe(EXIT.done);
    },
    SLOW_MS,
  );
});
