// From `npm start` to an answer of /health/ready, the second time; and the memory of the idle server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { residentMebibytes, startDocket, TOKEN } from './processes.mjs';

const READY_SECONDS_MAX = 2;
const IDLE_MEBIBYTES_MAX = 200;
const TRIES = 3;
const repository = fileURLToPath(new URL('../..', import.meta.url));

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
};

/** Seconds from `npm start` until /health/ready answers 200. */
const secondsToReady = async (dataDir) => {
  const port = await freePort();
  const before = performance.now();
  const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir, DOCKET_ADMIN_TOKEN: TOKEN };
  const child = spawn('npm', ['start', '--silent'], { cwd: repository, env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
  while (!(await answers())) await delay(5);
  const seconds = (performance.now() - before) / 1_000;
  child.kill('SIGTERM');
  await ended;
  return seconds;
};

export const rows = async ({ workspace }) => {
  const dataDir = join(workspace, 'start');
  const server = await startDocket(dataDir);
  await fetch(`${server.url}/health/ready`);
  await delay(3_000); // idle: what the start needed has been given back
  const resident = residentMebibytes(server.pid);
  await server.stop();
  const starts = [];
  for (let i = 0; i < TRIES; i++) starts.push(await secondsToReady(dataDir));
  const seconds = starts.sort((a, b) => a - b)[Math.floor(TRIES / 2)];
  return [
    {
      name: 'ready from npm start, second start',
      value: seconds,
      unit: 's',
      limit: READY_SECONDS_MAX,
      ratio: READY_SECONDS_MAX / seconds,
      floor: 1,
    },
    {
      name: 'resident memory of the idle server',
      value: resident,
      unit: 'MiB',
      limit: IDLE_MEBIBYTES_MAX,
      ratio: IDLE_MEBIBYTES_MAX / resident,
      floor: 1,
    },
  ];
};
