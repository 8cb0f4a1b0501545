#!/usr/bin/env node
// 客户自己的例子：客户 A 的包裹迟到，优先级高。指派客服、处理中、回复、解决，最后逐行打印历史。
// 用法: node test/examples/parcel-late.mjs [地址] [令牌]     (缺省 http://127.0.0.1:3000 与 $TOKEN)
const [url = 'http://127.0.0.1:3000', token = process.env.TOKEN] = process.argv.slice(2);

const call = async (method, path, body) => {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.code}: ${answer.detail}`);
  return answer;
};

/** 客服“小王”：没有就新建。 */
const agentXiaoWang = async () => {
  const { items } = await call('GET', '/agents');
  return items.find((agent) => agent.login === 'xiaowang') ?? (await call('POST', '/agents', { login: 'xiaowang', name: '小王' }));
};

const statusNames = { new: '新建', open: '处理中', pending: '等待客户', on_hold: '搁置', resolved: '已解决', closed: '已关闭' };
const priorityNames = { P1: '紧急', P2: '高', P3: '中', P4: '低' };

/** 一条历史，用人的话说。 */
const sentence = ({ type, changes, comment }, names) => {
  const to = (field) => changes.find((change) => change.field === field)?.to;
  switch (type) {
    case 'TicketCreated':
      return `创建工单：${to('subject')}（优先级：${priorityNames[to('priority')]}）`;
    case 'TicketAssigned':
      return `指派给：${names.get(to('assignee.agentId')) ?? to('assignee.agentId')}`;
    case 'TicketStatusChanged':
      return `状态：${statusNames[changes.find((change) => change.field === 'status').from]} → ${statusNames[to('status')]}`;
    case 'TicketCommented':
      return `回复：${comment.body}`;
    default:
      return type;
  }
};

const agent = await agentXiaoWang();
const ticket = await call('POST', '/tickets', {
  subject: '包裹迟到',
  description: '三天前应送达的包裹至今没有收到。',
  requester: { name: '客户A', email: 'kehu.a@example.com' },
  priority: 'P2',
});
await call('POST', `/tickets/${ticket.id}/assignment`, { agentId: agent.id });
await call('POST', `/tickets/${ticket.id}/status`, { status: 'open' });
await call('POST', `/tickets/${ticket.id}/comments`, { body: '已联系快递公司，包裹明天上午送达。', visibility: 'public' });
const resolved = await call('POST', `/tickets/${ticket.id}/status`, { status: 'resolved', reason: '包裹已送达' });

console.log(`工单 ${resolved.number}：${resolved.subject}，客户：${resolved.requester.name}，状态：${statusNames[resolved.status]}`);
const { items } = await call('GET', `/tickets/${ticket.id}/history`);
const names = new Map([[agent.id, agent.name]]);
for (const entry of items) console.log(`${entry.revision}. ${entry.recordedAt} ${sentence(entry, names)}`);
