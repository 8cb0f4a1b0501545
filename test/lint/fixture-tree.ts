import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface ToolRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A small tree in the layout of the repository, with its settings and packages, on which the real lint tools run. */
export class FixtureTree {
  readonly path = mkdtempSync(join(tmpdir(), 'docket-lint-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const name of ['tsconfig.json', 'package.json']) writeFileSync(join(this.path, name), readFileSync(join(root, name)));
    symlinkSync(join(root, 'node_modules'), join(this.path, 'node_modules'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(this.path, dirname(name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
  }

  /** Runs a tool of the repository here, with the repository's own settings (`settings` is a file in its root). */
  run(tool: string, settings: string, args: readonly string[]): Promise<ToolRun> {
    const program = join(root, 'node_modules', tool);
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [program, '--config', join(root, settings), ...args],
        { cwd: this.path, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error && typeof error.code !== 'number') reject(new Error(stderr, { cause: error }));
          else resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
        },
      );
    });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
