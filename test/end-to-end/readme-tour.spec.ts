import { pairs } from './pairs.js';
import { describeServer } from './running-server.js';
import { blocksOf, runInBash } from './shell-blocks.js';

describeServer('the README', pairs, (running) => {
  test('its five minutes run word for word, and end with the refusal that they announce', async () => {
    const { code, output } = await runInBash(blocksOf('README.md', 'Five minutes'), running.server.url);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain('"status":"resolved"');
    expect(output).toContain('"type":"TicketCommented"');
    expect(output).toContain('"code":"transition.notAllowed"');
    for (const unexpected of ['"status":400', '"status":401', '"status":404', '"status":500']) expect(output).not.toContain(unexpected);
  }, 60_000);

  test('the example in Chinese prints the history of the parcel line by line, as the README shows it', async () => {
    const [reading] = blocksOf('README.md', 'Five minutes');
    const { code, output } = await runInBash([reading ?? '', ...blocksOf('README.md', '一个中文的例子')], running.server.url);
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
