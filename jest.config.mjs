// ESM under jest: run with NODE_OPTIONS=--experimental-vm-modules (npm test sets it; it lets modules die young, too: a twelfth less of the processor goes into collecting them).
import { readFileSync } from 'node:fs';

const { compilerOptions } = JSON.parse(readFileSync(new URL('./tsconfig.json', import.meta.url), 'utf8'));
const aliases = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([alias, [target]]) => [`^${alias}$`, target.replace('./', '<rootDir>/')]),
);

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: {
    ...aliases,
    // Worker threads run from dist/, under jest too: this one module has a twin that points there.
    '^(.*)/start-worker\\.js$': '<rootDir>/test/start-worker-from-dist.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  setupFiles: ['reflect-metadata'],
  // Modules of ESM suites are never given back: a worker that holds too many of them is replaced by a fresh one. (One worker would be no
  // process of its own, and could not be.) Three share two processors: suites that wait for a server, a lease or a timer leave them a fifth of the time.
  maxWorkers: 3,
  workerIdleMemoryLimit: '1GB',
  testSequencer: '<rootDir>/test/programs-first.mjs',
  // No test measures time by it: it only ends one that hangs, on a machine however busy.
  testTimeout: 30_000,
  globalSetup: '<rootDir>/test/build-once.mjs',
};
