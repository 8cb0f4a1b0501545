// npm run test:eventstoredb: the event store's contract and the history of appends, on the server that EVENTSTORE_URL names. Each test has an
// EVENTSTORE_PREFIX of its own, so that it runs again and again on one server; what it wrote stays there. Further arguments go to jest.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Where a server holds much of others, a test looks through it for the end of its own log. */
const TEST_TIMEOUT_MS = 60_000;

if (!process.env.EVENTSTORE_URL) {
  console.error(
    'not run: EVENTSTORE_URL is not set; name a server of EventStoreDB 23.10 or later, such as EVENTSTORE_URL=esdb://127.0.0.1:2113?tls=false',
  );
  process.exit(2);
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--testMatch',
    '**/test/eventstoredb/real-server.contract.ts',
    '**/test/faults/append-history.spec.ts',
    `--testTimeout=${TEST_TIMEOUT_MS}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(run.status ?? 1);
