import type { Command } from 'commander';
import type { ServerConnection } from '../../users/server-connection.js';

/** What every command that works through a server can be told. */
export interface ConnectionOptions {
  readonly tokenFile?: string;
}

/** What those that show something can be told besides. */
export interface LookOptions extends ConnectionOptions {
  readonly json?: true;
}

export const connected = (command: Command): Command =>
  command.option(
    '--token-file <file>',
    'the file with the access token; without it DOCKET_TOKEN or DOCKET_ADMIN_TOKEN, else it is asked for',
  );

/** The server that DOCKET_URL names. */
export const connect = async ({ tokenFile }: ConnectionOptions): Promise<ServerConnection> => {
  const [{ connectionSettings }, { ServerConnection }, { askSecrets }] = await Promise.all([
    import('../../users/connection-settings.js'),
    import('../../users/server-connection.js'),
    import('../../users/ask-secret.js'),
  ]);
  const { stdin, stderr } = process;
  const ask = async (): Promise<string> => (await askSecrets(['Access token: '], { input: stdin, output: stderr }))[0] ?? '';
  return new ServerConnection(await connectionSettings({ environment: process.env, tokenFile, ask: stdin.isTTY ? ask : undefined }));
};

/** An option that can be given several times: all that was given, in order. */
export const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** What other programs read: one JSON text a line. */
export const jsonLine = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

export const say = (line: string): void => void process.stdout.write(`${line}\n`);
