import { pairs } from './pairs.js';
import { describeServer } from './running-server.js';
import { blocksOf, runInBash } from './shell-blocks.js';

describeServer('the tour of the API', pairs, (running) => {
  test('its ten calls run word for word, and each does what the page says of it', async () => {
    const [token = '', definitions = '', ...calls] = blocksOf('docs/api.md');
    expect(calls).toHaveLength(10);
    const mark = (at: number) => `\necho; echo '--- call ${at} ---'\n`;
    const { code, output } = await runInBash([token, definitions, ...calls.map((call, at) => mark(at + 1) + call)], running.server.url);
    expect({ code, output }).toMatchObject({ code: 0 });
    const [, , again, , pinned, , listed, query, mutation, , gone] = output.split(/^--- call \d+ ---$/m).map((part) => part.trim());

    expect(again).toMatch(/^the same ticket: [0-9a-f-]{36}$/);
    const id = again?.split(' ').at(-1);
    const [opened, refused] = (pinned ?? '').split(/(?<=\})(?=\{"type")/).map((answer) => JSON.parse(answer) as object);
    expect(opened).toMatchObject({ id, revision: 1, status: 'open' });
    expect(refused).toMatchObject({ status: 412, code: 'revision.mismatch' });
    expect(JSON.parse(listed ?? '')).toMatchObject({ items: [{ id, revision: 2, publicCommentCount: 1 }] });
    expect(JSON.parse(query ?? '')).toEqual({
      data: {
        ticket: {
          subject: 'Order 4711 has not come',
          status: 'open',
          timeline: { nodes: ['created', 'statusChanged', 'commented'].map((kind) => ({ kind, at: expect.any(String) as unknown })) },
        },
      },
    });
    expect(JSON.parse(mutation ?? '')).toMatchObject({ data: { commentOnTicket: { revision: 3, commentCount: 2 } } });
    const events = (gone ?? '').split('\n').map((line) => JSON.parse(line) as object);
    expect(events).toMatchObject([{ type: 'TicketStatusChanged', revision: 4, data: { to: 'resolved' } }]);
  }, 60_000);
});
