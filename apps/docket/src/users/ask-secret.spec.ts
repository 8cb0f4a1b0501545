import { PassThrough } from 'node:stream';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { askSecrets } from './ask-secret.js';
import { readPassword } from './read-password.js';

/** A terminal at which somebody types. */
const seat = () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const stderr = new PassThrough();
  return { stdin, stderr, terminal: { input: stdin, output: stderr }, shown: () => String(stderr.read() ?? '') };
};

describe('a secret that is asked for', () => {
  test('is taken without being shown, corrections included; what is typed ahead is not lost', async () => {
    const { stdin, terminal, shown } = seat();
    const asked = askSecrets(['Token: ', 'Again: '], terminal);
    stdin.write('secrex\u007ft\rsecret\r');
    expect(await asked).toEqual(['secret', 'secret']);
    expect(shown()).toBe('Token: \nAgain: \n');
  });

  test.each([
    ['Ctrl-C', '\u0003', EXIT.stopped],
    ['Ctrl-D', '\u0004', EXIT.usage],
  ])('is broken off by %s', async (_, key, exitCode) => {
    const { stdin, terminal } = seat();
    const asked = askSecrets(['Token: '], terminal);
    stdin.write(key);
    await expect(asked).rejects.toMatchObject({ constructor: CannotGoOn, exitCode });
  });
});

describe('a new password', () => {
  test('is typed twice alike', async () => {
    const { stdin, stderr } = seat();
    stdin.write('one and the same\rone and the same\r');
    expect(await readPassword('ada', { stdin, stderr })).toBe('one and the same');
    const other = seat();
    other.stdin.write('one\rtwo\r');
    await expect(readPassword('ada', other)).rejects.toThrow('the two are not the same');
  });

  test('is else the one line of standard input', async () => {
    const piped = (text: string) => readPassword('ada', { stdin: new PassThrough().end(text), stderr: new PassThrough() });
    expect(await piped('with blanks at the end  \r\n')).toBe('with blanks at the end  ');
    await expect(piped('one\ntwo\n')).rejects.toThrow('in one line');
    await expect(piped('x'.repeat(4_097))).rejects.toThrow('more than 4096 characters');
    expect(await piped('x'.repeat(4_096))).toHaveLength(4_096);
  });
});
