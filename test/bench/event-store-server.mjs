// The EventStoreDB server that is measured: the one that EVENTSTORE_URL names, else the stand-in as a process of its own, durable.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../eventstoredb/stand-in-process.mjs', import.meta.url));

const startStandIn = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-bench-eventstoredb-'));
  const child = spawn(process.execPath, [program, '--folder', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(([code]) => Promise.reject(new Error(`the stand-in for EventStoreDB ended (${code})`))),
  ]);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  };
  return { url: JSON.parse(line).connectionString, name: 'stand-in', stop };
};

/** `name` says in the table what was measured. */
export const startEventStoreServer = async () => {
  const url = process.env.EVENTSTORE_URL;
  return url ? { url, name: 'EVENTSTORE_URL', stop: async () => undefined } : startStandIn();
};
