import { CannotGoOn, EXIT } from '../exit-codes.js';
import { askSecrets } from './ask-secret.js';

/** Characters that are read of what shall be one password. */
export const PASSWORD_INPUT_LENGTH_MAX = 4_096;

export interface PasswordSource {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream;
}

/** A new password: asked for twice where somebody sits at a terminal, else the one line of standard input. Throws CannotGoOn. */
export const readPassword = async (login: string, { stdin, stderr }: PasswordSource): Promise<string> => {
  if (!stdin.isTTY) return oneLine(await textOf(stdin));
  const [first = '', second] = await askSecrets([`New password of ${login}: `, 'The same once more: '], { input: stdin, output: stderr });
  if (first !== second) throw new CannotGoOn('the two are not the same: nothing was changed', EXIT.data);
  return first;
};

const textOf = async (stream: NodeJS.ReadableStream): Promise<string> => {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > PASSWORD_INPUT_LENGTH_MAX)
      throw new CannotGoOn(`standard input has more than ${PASSWORD_INPUT_LENGTH_MAX} characters: that is no password`, EXIT.data);
  }
  return text;
};

const oneLine = (text: string): string => {
  const line = text.replace(/\r?\n$/, '');
  if (line === '' || /[\r\n]/.test(line)) throw new CannotGoOn('standard input must be the password, in one line', EXIT.data);
  return line;
};
