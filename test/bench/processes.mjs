// Starting and stopping what a benchmark measures: each in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { middleOf } from './middle.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
export const program = here('../../apps/docket/bin/docket.mjs');
export const TOKEN = 'token-of-the-benchmark-only';

/** Starts a Node.js process and waits until it prints its address. `started_ms` counts from spawn to the address. */
const listening = async (args, env = {}) => {
  const before = performance.now();
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (address) resolve(address[0]);
    });
    child.once('exit', (code) => reject(new Error(`${args[0]} ended (${code}) before it listened:\n${printed}`)));
  });
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return { url, stop, pid: child.pid, started_ms: performance.now() - before };
};

export const startBare = () => listening([here('bare-server.mjs')]);

/** The bare route that answers a document by the driver's findOne. */
export const startBareFindOne = (mongoUrl, collection) => listening([here('bare-find-one.mjs'), mongoUrl, collection]);

/** What `npm start` gives Node.js itself. */
const { scripts } = JSON.parse(readFileSync(here('../../package.json'), 'utf8'));
const startOptions = scripts.start.split(' ').filter((word) => word.startsWith('--'));

export const startDocket = (dataDir, env = {}) =>
  listening([...startOptions, program, 'serve'], { PORT: '0', DATA_DIR: dataDir, DOCKET_ADMIN_TOKEN: TOKEN, LOG_LEVEL: 'warn', ...env });

/** Runs a program to its end; gives what it printed on standard output, and how long it took. `watch` is called with the pid. */
export const run = async (args, { env = {}, input = '', watch = () => () => undefined } = {}) => {
  const before = performance.now();
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stdin.end(input);
  const stopWatching = watch(child.pid);
  const [code] = await once(child, 'close');
  stopWatching();
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${output}`);
  return { output, seconds: (performance.now() - before) / 1_000 };
};

/** V8 goes on compiling what runs often: a command costs a third more in its first seconds than after them. */
const WARM_UP_SECONDS = 8;

/** A failed request fails the benchmark: a fast refusal is no speed. */
const loadFor = async (seconds, options) => {
  const { output } = await run([here('load.mjs')], { input: JSON.stringify({ connections: 64, seconds, ...options }) });
  const result = JSON.parse(output);
  if (result.failures > 0) throw new Error(`${result.failures} requests failed under load at ${options.url}`);
  return result;
};

const ROUNDS = 5;
const ROUND_SECONDS = 3;

/** Requests a second of two servers, {value, limit, ratio}, each {url, requests}: both are used until they are compiled, then loaded in turn, round by round, so that a moment in which the machine has something
 *  else to do falls on both. The round whose ratio is the median counts. */
export const compare = async (measured, limiting) => {
  for (const options of [limiting, measured]) await loadFor(WARM_UP_SECONDS, options);
  const rounds = [];
  while (rounds.length < ROUNDS) {
    const { perSecond: limit } = await loadFor(ROUND_SECONDS, limiting);
    const { perSecond: value } = await loadFor(ROUND_SECONDS, measured);
    rounds.push({ value, limit, ratio: value / limit });
  }
  return middleOf(rounds);
};

/** Resident memory of a process in MiB. */
export const residentMebibytes = (pid) =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1_024;
