import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { digestOf } from '../digest.js';
import { wholeLog } from '../contract/world.contract.js';
import { DataFolder } from './data-folder.js';
import { BUILT_LIBRARY, scratchFolder } from './testing/scratch-folder.js';
import { SqliteEventStore } from './sqlite-event-store.js';

const ROUNDS = 3;
/** Processes are started and a disk may be slow: how long a test may take at most, in milliseconds. */
const TAKES_AT_MOST_MS = 120_000;
/** Events of each append: a torn one would show. */
const BATCH = 3;

/** Appends without end with many at once, and says each acknowledgement, and each failure, in a line. (Writing to a pipe is synchronous.) */
const program = (path: string): string => `
  import { randomUUID } from 'node:crypto';
  import { DataFolder, SqliteEventStore } from ${JSON.stringify(BUILT_LIBRARY)};
  const folder = await DataFolder.open(${JSON.stringify(path)});
  const store = await SqliteEventStore.open({ folder });
  const metadata = { schemaVersion: 1, recordedAt: '', occurredAt: '', actor: { kind: 'system', id: '' }, via: 'test', commandId: '' };
  const say = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
  const write = async () => {
    for (;;) {
      const stream = 'ticket-' + randomUUID();
      for (let batch = 0; batch < 10; batch++) {
        const ids = Array.from({ length: ${BATCH} }, () => randomUUID());
        const events = ids.map((id) => ({ id, type: 'Noted', data: { text: 'x'.repeat(300) }, metadata }));
        try {
          const { position, revision } = await store.append(stream, events, batch === 0 ? 'none' : batch * ${BATCH} - 1);
          say({ stream, ids, position, revision });
        } catch (error) {
          say({ stream, ids, failure: error.name, message: error.message });
          process.exit(1);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: 32 }, write));
`;

interface Said {
  readonly stream: string;
  readonly ids: readonly string[];
  readonly position?: string;
  readonly revision?: number;
  readonly failure?: string;
  readonly message?: string;
}

/** Runs a command until it ends or has said so many lines, and then kills it; gives all that it said. */
const runUntil = async (command: string, parameters: readonly string[], lines: number): Promise<Said[]> => {
  const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const said: Said[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(JSON.parse(line) as Said);
    if (said.length === lines) child.kill('SIGKILL');
  }
  await ended;
  return said;
};

const scratch = scratchFolder();

/** The program as a file. (Threads inherit the flags with which a process was given its program as text.) */
const programFile = (): string => {
  const file = join(scratch(), 'program.mjs');
  writeFileSync(file, program(scratch()));
  return file;
};

/** Opens what is there, and compares it with what was said of it; gives the number of events. */
const compare = async (
  acknowledged: readonly Said[],
): Promise<{ readonly lost: number; readonly torn: number; readonly events: number }> => {
  const folder = await DataFolder.open(scratch());
  const store = await SqliteEventStore.open({ folder });
  const log = await wholeLog(store);
  const byId = new Map(log.map((event) => [event.id, event]));
  let lost = 0;
  for (const { stream, ids, position, revision = 0 } of acknowledged) {
    const events = ids.map((id) => byId.get(id));
    const isThere = events.every((event, index) => event?.stream === stream && event.revision === revision + 1 - BATCH + index);
    if (!isThere || events.at(-1)?.position !== position) lost++;
  }
  const lengths = new Map<string, number>();
  for (const { stream } of log) lengths.set(stream, (lengths.get(stream) ?? 0) + 1);
  const torn = [...lengths.values()].filter((length) => length % BATCH !== 0).length;
  expect(log.map(({ position }) => Number(position))).toEqual(log.map((_, index) => index + 1));
  for (const event of log) if (event.digest !== digestOf(event)) throw new Error(`the digest of ${event.position} is wrong`);
  await store.close();
  folder.close();
  return { lost, torn, events: log.length };
};

describe('a process that is killed while it writes', () => {
  test(
    'leaves all that it acknowledged, nothing torn, and a log that goes on',
    async () => {
      const acknowledged: Said[] = [];
      for (let round = 1; round <= ROUNDS; round++) {
        const said = await runUntil(process.execPath, [programFile()], 400 * round);
        expect(said.filter(({ failure }) => failure !== undefined)).toEqual([]);
        acknowledged.push(...said);
        const found = await compare(acknowledged);
        expect(found).toMatchObject({ lost: 0, torn: 0 });
        expect(found.events).toBeGreaterThanOrEqual(BATCH * acknowledged.length);
      }
    },
    TAKES_AT_MOST_MS,
  );

  test(
    'and one that may write no more to its disk says so, and leaves all that it acknowledged',
    async () => {
      const limited = `ulimit -f 4096; exec "$0" "$@"`;
      const said = await runUntil('sh', ['-c', limited, process.execPath, programFile()], Infinity);
      const acknowledged = said.filter(({ failure }) => failure === undefined);
      expect(acknowledged.length).toBeGreaterThan(0);
      for (const { failure } of said) if (failure !== undefined) expect(['OutcomeUnknown', 'StoreUnavailable']).toContain(failure);
      expect(said.some(({ failure }) => failure !== undefined)).toBe(true);
      expect(await compare(acknowledged)).toMatchObject({ lost: 0, torn: 0 });
    },
    TAKES_AT_MOST_MS,
  );
});
