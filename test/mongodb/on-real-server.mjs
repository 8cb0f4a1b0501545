// npm run test:mongodb: the document store's contract, the plans of its queries and the views, on the server that MONGODB_URL names. Each test has a database of
// its own and drops it, so that it runs again and again on one server. Further arguments go to jest.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TEST_TIMEOUT_MS = 60_000;

if (!process.env.MONGODB_URL) {
  console.error('not run: MONGODB_URL is not set; name a MongoDB 7 or later, such as MONGODB_URL=mongodb://127.0.0.1:27017');
  process.exit(2);
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--testMatch',
    '**/test/mongodb/real-server.contract.ts',
    `--testTimeout=${TEST_TIMEOUT_MS}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(run.status ?? 1);
