import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Need } from '../further-needs.js';

const venv = process.env['DOCKET_FUZZ_VENV'] ?? fileURLToPath(new URL('../../.venv', import.meta.url));
const program = join(venv, 'bin', 'schemathesis');

export const schemathesis: Need = {
  met: existsSync(program),
  what: 'schemathesis',
  how: 'run test/fuzz/make-venv.sh (it needs Python 3.10) and npm run test:fuzz again',
};

/** What no answer may break, whatever was asked. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

export interface FuzzOptions {
  /** Of the server. */
  readonly url: string;
  readonly token: string;
  readonly seed: number;
  /** Random requests for each operation, beside those that are worked out from the document. */
  readonly examples: number;
  /** A folder for what it reports. */
  readonly folder: string;
}

export interface FuzzReport {
  readonly requests: number;
  readonly operations: { readonly total: number; readonly tested: number };
  readonly failures: readonly {
    readonly type: string;
    readonly title: string;
    readonly count: number;
    readonly operations: readonly string[];
  }[];
  readonly errors: readonly unknown[];
  /** What it printed: each failure with a command that repeats it. */
  readonly printed: string;
}

/** Sends what schemathesis makes of a server's OpenAPI document. Fails where it does not come to an end of its own. */
export const fuzz = async ({ url, token, seed, examples, folder }: FuzzOptions): Promise<FuzzReport> => {
  const path = join(folder, 'report.json');
  const child = spawn(
    program,
    [
      ...['run', `${url}/docs/openapi.json`, '--header', `Authorization: Bearer ${token}`],
      ...['--phases', 'examples,coverage,fuzzing', '--checks', CHECKS.join(',')],
      ...['--seed', `${seed}`, '--max-examples', `${examples}`, '--continue-on-failure', '--no-shrink'],
      ...['--report', 'json', '--report-json-path', path],
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  await once(child, 'close');
  if (!existsSync(path)) throw new Error(`schemathesis told nothing:\n${printed}`);
  const { test_cases, operations, failures, errors } = JSON.parse(readFileSync(path, 'utf8')) as Pick<
    FuzzReport,
    'operations' | 'failures' | 'errors'
  > & { readonly test_cases: { readonly generated: number } };
  return { requests: test_cases.generated, operations, failures, errors, printed };
};
