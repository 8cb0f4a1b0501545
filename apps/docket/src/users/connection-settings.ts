import { readFile } from 'node:fs/promises';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import type { Environment } from '../settings.js';

const URL_STANDARD = 'http://127.0.0.1:3000';

/** Where the server is, and how one comes in. */
export interface ConnectionSettings {
  readonly url: URL;
  readonly token: string;
}

export interface TokenSources {
  readonly environment: Environment;
  /** Wins over the environment. */
  readonly tokenFile: string | undefined;
  /** Asks whoever sits there; undefined: nobody does. */
  readonly ask: (() => Promise<string>) | undefined;
}

/** The addresses below it end in its path: a server behind a proxy may stand under one. What was given is not repeated: it may carry a password. */
const serverUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || `${url.username}${url.password}${url.search}${url.hash}` !== '')
    throw new CannotGoOn(
      'DOCKET_URL: it is no address of a server: give http://host:port or https://…, and nothing behind it',
      EXIT.setting,
    );
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
};

const tokenIn = (source: string, text: string): string => {
  if (!/^[\x21-\x7e]+$/.test(text)) throw new CannotGoOn(`${source}: it must be visible ASCII characters, without blanks`, EXIT.setting);
  return text;
};

const tokenInFile = async (file: string): Promise<string> => {
  try {
    return tokenIn(`--token-file ${file}`, (await readFile(file, 'utf8')).trim());
  } catch (error) {
    if (error instanceof CannotGoOn) throw error;
    throw new CannotGoOn(`--token-file ${file}: it can’t be read (${(error as NodeJS.ErrnoException).code ?? ''})`, EXIT.unavailable, {
      cause: error,
    });
  }
};

/** A token is never an argument: the list of processes would show it. Throws CannotGoOn. */
export const connectionSettings = async ({ environment, tokenFile, ask }: TokenSources): Promise<ConnectionSettings> => {
  const url = serverUrl(environment['DOCKET_URL'] || URL_STANDARD);
  if (tokenFile !== undefined) return { url, token: await tokenInFile(tokenFile) };
  for (const name of ['DOCKET_TOKEN', 'DOCKET_ADMIN_TOKEN']) {
    const token = environment[name];
    if (token) return { url, token: tokenIn(name, token) };
  }
  if (!ask) throw new CannotGoOn('DOCKET_TOKEN: set it to an administrator’s access token, or give --token-file', EXIT.setting);
  return { url, token: tokenIn('the token', (await ask()).trim()) };
};
