// npm run test:faults: two minutes of faults under load; npm test has twenty seconds of them. `--seconds`, `--seed` (the same faults again), `--kinds kill,pause,…`,
// `--trace` (each fault as it happens, and what is waited for). It needs Java 17 and the jars that docs/newcomers.md says how to bring.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SECONDS = '120';

const { values } = parseArgs({
  options: { seconds: { type: 'string' }, seed: { type: 'string' }, kinds: { type: 'string' }, trace: { type: 'boolean' } },
});

const run = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', 'test/faults/processes-under-faults'],
  {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: 'inherit',
    env: {
      ...process.env,
      DOCKET_FAULT_SECONDS: values.seconds ?? SECONDS,
      DOCKET_FAULT_SEED: values.seed ?? '',
      DOCKET_FAULT_KINDS: values.kinds ?? '',
      DOCKET_FAULT_TRACE: values.trace ? '1' : '',
    },
  },
);
process.exit(run.status ?? 1);
