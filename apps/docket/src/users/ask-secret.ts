import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CannotGoOn, EXIT } from '../exit-codes.js';

/** Where somebody sits: what is typed comes in, what is asked goes out. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Asks for secrets, one after the other, and shows nothing of what is typed. Throws CannotGoOn when it is broken off. */
export const askSecrets = async (questions: readonly string[], { input, output }: Terminal): Promise<readonly string[]> => {
  const echo = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: echo, terminal: true, historySize: 0 });
  const stopped = new Promise<never>((_, reject) => lines.once('SIGINT', () => reject(new CannotGoOn('stopped', EXIT.stopped))));
  const answers = lines[Symbol.asyncIterator]();
  try {
    const said: string[] = [];
    for (const question of questions) {
      output.write(question);
      const answer = await Promise.race([answers.next(), stopped]).finally(() => output.write('\n'));
      if (answer.done) throw new CannotGoOn('nothing was entered', EXIT.usage);
      said.push(answer.value);
    }
    return said;
  } finally {
    lines.close();
  }
};
