import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TOKEN } from './docket-process.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The shell blocks of a page of the repository, or of one section of it, as they stand there. */
export const blocksOf = (page: string, heading?: string): string[] => {
  const text = readFileSync(`${repository}${page}`, 'utf8');
  const section = heading === undefined ? text : text.split(/^## /m).find((part) => part.startsWith(heading));
  if (section === undefined) throw new Error(`${page} has no section "${heading}"`);
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '');
};

/**
 * Runs the blocks in one bash, which stops at the first command that fails. Only the address differs: the test's server takes a free port.
 * Standard input is the token, which a tour reads as a person would paste it.
 */
export const runInBash = (blocks: readonly string[], url: string): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const script = ['set -euo pipefail', ...blocks].join('\n').replaceAll('http://127.0.0.1:3000', url);
    const bash = spawn('bash', ['-c', script], { cwd: repository });
    let output = '';
    bash.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    bash.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    bash.once('error', reject);
    bash.once('close', (code) => resolve({ code, output }));
    bash.stdin.end(`${TOKEN}\n`);
  });
