import { spawn } from 'node:child_process';
import { type DocketProcess, TOKEN } from './docket-process.js';

interface Example {
  readonly operation: string;
  /** As the page shows it. */
  readonly command: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
const textOf = (html: string): string => html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);

const examplesOf = (page: string): readonly Example[] =>
  [...page.matchAll(/<article id="(\w+)">.*?<pre>(.*?)<\/pre>/gs)].map(([, operation = '', command = '']) => ({
    operation,
    command: textOf(command),
  }));

/** Pastes a command into a shell that has some variables; gives the status and the body that it was answered. */
const paste = async (command: string, variables: Readonly<Record<string, string>>) => {
  const bash = spawn('bash', ['-c', `set -u; ${command} -sS -w '\n%{http_code}'`], {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  bash.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  bash.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  await new Promise((resolve, reject) => bash.once('error', reject).once('close', resolve));
  const end = output.lastIndexOf('\n');
  return { status: output.slice(end + 1), body: output.slice(0, end) };
};

interface Answered {
  readonly id?: string;
  readonly position?: string;
  readonly items?: readonly { readonly id?: string }[];
}

/** Whoever changes a password or ends a session has signed in. */
const OF_A_SESSION: ReadonlySet<string> = new Set(['signOut', 'changeOwnPassword']);

const signIn = async (server: DocketProcess): Promise<string> => {
  const { body } = await server.call('POST', '/sessions', { login: 'wang.lei', password: 'correct horse battery staple' });
  return String(body['token']);
};

/** Carries out the examples of a fresh server's page /docs, in its order, as its reader would: pasted into a shell, with ids that the page's own calls have answered.
 *  Gives the names of their operations. Fails with the first example that is not answered by 200 or 201. */
export const carryOutExamples = async (server: DocketProcess): Promise<readonly string[]> => {
  const examples = examplesOf(await (await fetch(`${server.url}/docs`)).text());
  const ids: Record<string, string> = {};
  for (const { operation, command } of examples) {
    const [, kind = '', further] = /\/api\/v1\/(\w+)([^"?]*)/.exec(command) ?? [];
    const token = OF_A_SESSION.has(operation) ? await signIn(server) : TOKEN;
    const variables = { TOKEN: token, ID: ids[kind] ?? '', AGENT_ID: ids['agents'] ?? '' };
    const { status, body } = await paste(command, variables);
    if (!/^20[01]$/.test(status)) throw new Error(`the example of ${operation} was answered ${status}: ${body}`);
    const { id, position, items } = JSON.parse(body) as Answered;
    const found = id ?? items?.[0]?.id;
    if (further === '' && found !== undefined) ids[kind] = found;
    // The next example may read what this one has written.
    if (position !== undefined) await server.call('GET', `/${kind}?after=${position}&limit=1`);
  }
  return examples.map(({ operation }) => operation);
};
