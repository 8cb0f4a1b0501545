import { setTimeout as pass } from 'node:timers/promises';
import { describeNeeding } from '../further-needs.js';
import { mongoStandIn } from '../mongodb/stand-in.js';
import { checkCommands, compareDocuments, eventsOf } from './against-log.js';
import { HurtProcesses } from './hurt-processes.js';
import { PersistentClients } from './persistent-clients.js';
import { type Kind, scheduleOf } from './schedule.js';
import { waitUntil } from './wait-until.js';

/** npm run test:faults sets all four; the seed makes the same faults again. */
const { DOCKET_FAULT_SECONDS, DOCKET_FAULT_SEED, DOCKET_FAULT_KINDS, DOCKET_FAULT_TRACE } = process.env;
const SECONDS = Number(DOCKET_FAULT_SECONDS || 20);
const SEED = Number(DOCKET_FAULT_SEED || Math.floor(Math.random() * 1_000_000));
const KINDS = DOCKET_FAULT_KINDS ? { kinds: DOCKET_FAULT_KINDS.split(',') as Kind[] } : {};
/** How long everything may take to come back after the faults of a round. */
const RECOVERY_MS_MAX = 90_000;
/** How often, under DOCKET_FAULT_TRACE, it is said what is still waited for. */
const STILL_MS = 5_000;
const TEST_MS_MAX = 240_000 + 10 * SECONDS * 1_000;

const began = performance.now();
const say = (line: string): void => void process.stderr.write(`faults, ${((performance.now() - began) / 1_000).toFixed(1)} s: ${line}\n`);
const note = DOCKET_FAULT_TRACE ? say : (): void => undefined;
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** Waits; under DOCKET_FAULT_TRACE says now and then what for, and what each process says of itself. */
const patiently = async <Found>(processes: HurtProcesses, what: string, look: () => Promise<Found | undefined>): Promise<Found> => {
  const state = (): Promise<string> => processes.stateLine();
  const telling = setInterval(() => void state().then((line) => note(`waiting for ${what}; ${line}`)), STILL_MS);
  try {
    return await waitUntil({ what, msMax: RECOVERY_MS_MAX, state }, look);
  } catch (error) {
    for (const output of processes.outputs()) note(output);
    throw error;
  } finally {
    clearInterval(telling);
  }
};

/** All are ready, one projector works and the other stands by, and what is ordered through either gateway is seen through the other. */
const recovery = async (processes: HurtProcesses, clients: PersistentClients, round: number): Promise<number> => {
  const from = performance.now();
  await patiently(processes, 'all processes to be ready, and one projector to work', async () => {
    const states = await processes.states();
    const standingBy = states.filter(({ reasons }) => reasons.some((reason) => reason.startsWith('another projector works')));
    return states.every(({ ready }) => ready) && standingBy.length === 1 ? true : undefined;
  });
  for (let turn = 0; turn < processes.gateways; turn++)
    await patiently(processes, `a command through gateway ${turn + 1} to be seen`, async () =>
      clients.wholeTurn(turn, `turn-${round}-${turn}-`),
    );
  return performance.now() - from;
};

describeNeeding(mongoStandIn, 'two gateways and two projectors whose processes and connections are hurt under load', () => {
  let processes: HurtProcesses;
  beforeAll(async () => {
    processes = await HurtProcesses.start(note);
    note('all of them run');
  }, TEST_MS_MAX);
  afterAll(() => processes.close(), TEST_MS_MAX);

  test(
    'lose no acknowledged command, do none twice, and have the documents that their log gives',
    async () => {
      say(`seed ${SEED}, ${SECONDS} s of faults`);
      const clients = new PersistentClients(processes);
      clients.start();
      const recoveries: number[] = [];
      const rounds = scheduleOf({ seed: SEED, seconds: SECONDS, ...KINDS });
      for (const [round, faults] of rounds.entries()) {
        await Promise.all(faults.map((fault) => pass(fault.atMs).then(() => processes.hurt(fault))));
        recoveries.push(await recovery(processes, clients, round));
        note(
          `round ${round + 1} of ${rounds.length}: recovered in ${seconds(recoveries.at(-1) ?? 0)}; ${clients.acknowledged.length} commands`,
        );
        if (clients.wrong.length > 0) break;
      }
      await clients.stop();
      if (clients.wrong.length > 0) for (const output of processes.outputs()) note(output);
      expect(clients.wrong).toEqual([]);
      const stopped = performance.now();
      await patiently(processes, 'no projection to lag', async () => {
        const states = await processes.states();
        return states.every(({ lagEvents }) => lagEvents === 0) ? true : undefined;
      });
      const caughtUp = performance.now() - stopped;

      const log = await eventsOf(processes.direct.eventStoreUrl);
      const { lost, doubled } = checkCommands(log, clients);
      const { count, differing } = await compareDocuments(processes.direct.mongodbUrl, log);
      say(
        `seed ${SEED}, ${rounds.flat().length} faults in ${SECONDS} s: ${clients.acknowledged.length} commands acknowledged, ${lost.length} lost, ` +
          `${doubled.length} doubled, ${differing.length} of ${count} documents differ; recovered within ${seconds(Math.max(...recoveries))}, ` +
          `lag zero within ${seconds(caughtUp)}; slowest command ${seconds(clients.slowest.command)}, slowest query ${seconds(clients.slowest.query)}`,
      );
      expect({ lost, doubled, differing }).toEqual({ lost: [], doubled: [], differing: [] });
      expect(clients.acknowledged.length).toBeGreaterThan(rounds.flat().length);
    },
    TEST_MS_MAX,
  );

  test(
    'end on SIGTERM, and well, though no server can be reached',
    async () => {
      await processes.loseServers();
      expect(await processes.endings()).toEqual([0, 0, 0, 0]);
    },
    TEST_MS_MAX,
  );
});
