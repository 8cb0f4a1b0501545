import { PassThrough, Writable } from 'node:stream';
import { EXIT } from '../exit-codes.js';
import { watchOutputs } from './standard-output.js';

/** Takes nothing, for this reason. */
const refusing = (code: string): Writable =>
  new Writable({ autoDestroy: false, write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: sorry`), { code })) });

const told = (stream: PassThrough): string => String(stream.read() ?? '');

describe('standard output', () => {
  test('that takes what is said leaves the exit code alone', async () => {
    const stderr = new PassThrough();
    const ended = watchOutputs({ stdout: new PassThrough(), stderr });
    expect([await ended(EXIT.done), await ended(EXIT.data), told(stderr)]).toEqual([EXIT.done, EXIT.data, '']);
  });

  test('of which nobody reads the rest is no failure', async () => {
    const stdout = refusing('EPIPE');
    const stderr = new PassThrough();
    const ended = watchOutputs({ stdout, stderr });
    stdout.write('a line');
    expect([await ended(EXIT.done), told(stderr)]).toEqual([EXIT.done, '']);
  });

  test('that can’t be written is one, and is said; what failed before stays what it was', async () => {
    const stdout = refusing('ENOSPC');
    const stderr = new PassThrough();
    const ended = watchOutputs({ stdout, stderr });
    stdout.write('a line');
    expect(await ended(EXIT.done)).toBe(EXIT.unavailable);
    expect(told(stderr)).toBe("docket: standard output can't be written: ENOSPC: sorry\n");
    expect(await ended(EXIT.data)).toBe(EXIT.data);
  });

  test('of errors that nobody reads ends nothing', async () => {
    const stderr = refusing('EPIPE');
    const ended = watchOutputs({ stdout: new PassThrough(), stderr });
    stderr.write('a line');
    expect(await ended(EXIT.done)).toBe(EXIT.done);
  });
});
