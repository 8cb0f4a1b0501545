import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DocketProcess, TOKEN, temporaryFolder } from './docket-process.js';
import { describeOnPairs, pairs, type PairOfStores } from './pairs.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The shell blocks of one section of the README, as they stand there. */
const blocksOf = (heading: string): string[] => {
  const readme = readFileSync(`${repository}README.md`, 'utf8');
  const section = readme.split(/^## /m).find((part) => part.startsWith(heading));
  if (!section) throw new Error(`README has no section "${heading}"`);
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '');
};

/** Runs the blocks in one bash. Its standard input is the token, which the tour reads as a person would paste it. */
const runInBash = (script: string): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const bash = spawn('bash', ['-c', script], { cwd: repository });
    let output = '';
    bash.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    bash.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    bash.once('error', reject);
    bash.once('close', (code) => resolve({ code, output }));
    bash.stdin.end(`${TOKEN}\n`);
  });

describeOnPairs('the README', pairs, (pair) => {
  const folder = temporaryFolder();
  let stores: PairOfStores;
  let server: DocketProcess;
  beforeAll(async () => {
    stores = await pair.open();
    server = await DocketProcess.start({ dataDir: folder.path, env: stores.env });
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await stores.close();
    folder.remove();
  }, 60_000);

  /** Only the address differs: the test's server takes a free port. */
  const run = (blocks: string[]) => runInBash(['set -euo pipefail', ...blocks].join('\n').replaceAll('http://127.0.0.1:3000', server.url));

  test('its five minutes run word for word, and end with the refusal that they announce', async () => {
    const { code, output } = await run(blocksOf('Five minutes'));
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain('"status":"resolved"');
    expect(output).toContain('"type":"TicketCommented"');
    expect(output).toContain('"code":"transition.notAllowed"');
    for (const unexpected of ['"status":400', '"status":401', '"status":404', '"status":500']) expect(output).not.toContain(unexpected);
  }, 60_000);

  test('the example in Chinese prints the history of the parcel line by line, as the README shows it', async () => {
    const [reading] = blocksOf('Five minutes');
    const { code, output } = await run([reading ?? '', ...blocksOf('一个中文的例子')]);
    expect({ code, output }).toMatchObject({ code: 0 });
    const sentences = output
      .trim()
      .split('\n')
      .map((line) => line.replace(/^(工单) [^：]+：/, '$1：').replace(/^(\d+\.) \S+/, '$1'));
    expect(sentences).toEqual([
      '工单：包裹迟到，客户：客户A，状态：已解决',
      '0. 创建工单：包裹迟到（优先级：高）',
      '1. 指派给：小王',
      '2. 状态：新建 → 处理中',
      '3. 回复：已联系快递公司，包裹明天上午送达。',
      '4. 状态：处理中 → 已解决',
    ]);
  }, 60_000);
});
