import { EXIT } from '../exit-codes.js';

/** Standard output and standard error, as far as they are used here. */
export interface Outputs {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** Whoever read may have gone (`docket user list | head -1`): they have had enough, and what is being done goes on. */
const READER_GONE = 'EPIPE';

/** Watches the two from now on; what it gives turns the exit code of the work into that of the program: what could not be said, on a full disk for example, is no
 *  success. */
export const watchOutputs = ({ stdout, stderr }: Outputs): ((code: number) => Promise<number>) => {
  let failure: NodeJS.ErrnoException | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => (failure ??= error));
  // There is nobody left to be told.
  stderr.on('error', () => undefined);
  return async (code) => {
    // Behind all that was written before; one that has failed calls nobody back.
    if (!failure) await new Promise<void>((resolve) => stdout.write('', () => resolve()));
    if (!failure || failure.code === READER_GONE) return code;
    stderr.write(`docket: standard output can't be written: ${failure.message}\n`);
    return code === EXIT.done ? EXIT.unavailable : code;
  };
};
