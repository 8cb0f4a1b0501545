import type { DocketProcess, Reply } from './docket-process.js';

/** One query as it was answered, without what is another one on every log. */
export interface Answered {
  readonly query: string;
  readonly status: number;
  readonly text: string;
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[1-9a-f][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g;

/** Ids are named by the order in which they are met, so that the same thing has the same name in every answer. */
export class Naming {
  readonly #names = new Map<string, string>();

  /** The text of an answer with its ids, times, positions, digests and cursors named or left out. What was told by the test itself (`occurredAt`) stays. */
  normalized(text: string): string {
    return text
      .replace(/"(position|nextCursor|digest)":"[^"]*"/g, '"$1":"…"')
      .replace(/"(recordedAt|createdAt|updatedAt|at|since|instance)":"[^"]*"/g, '"$1":"…"')
      .replace(ID, (id) => this.#nameOf(id))
      .replace(TIME, (time) => (time.startsWith(TOLD_DAY) ? time : 'a time'))
      .replace(/^id: \d+$/gm, 'id: …');
  }

  #nameOf(id: string): string {
    let name = this.#names.get(id);
    if (name === undefined) this.#names.set(id, (name = `id ${this.#names.size}`));
    return name;
  }
}

/** The day of all that is told of the past. */
export const TOLD_DAY = '2024-03-0';

/** What happens on every pair alike: people, a team, a queue, a workflow's change, and tickets in all states. */
export class SameLife {
  readonly ids: Record<string, string> = {};
  /** Of the last event. */
  position = '';

  constructor(private readonly server: DocketProcess) {}

  async live(): Promise<void> {
    const ada = await this.post('agent', '/agents', { login: 'ada', name: 'Ada Byron', email: 'ada@example.com' });
    const grace = await this.post('agent2', '/agents', { login: 'grace', name: 'Grace Hopper' });
    const team = await this.post('team', '/teams', { name: 'Network', members: [ada, grace] });
    await this.post('queue', '/queues', { name: 'Urgent network', filter: { team: [team], priority: ['P1', 'P2'] } });
    await this.post('account', '/accounts', { login: 'ada', agentId: ada, roles: ['supervisor'] });
    await this.post('token', '/tokens', { name: 'nightly report', agentId: ada, roles: ['agent'], expiresAt: '2099-01-01T00:00:00.000Z' });
    for (let index = 0; index < 12; index++) await this.#ticket(index, ada, team);
    await this.post('late', '/tickets', { subject: 'Ohne Adresse', description: 'Ein Anruf — später.', requester: { name: 'Zoë' } });
  }

  async #ticket(index: number, agentId: string, teamId: string): Promise<void> {
    const id = await this.post(`ticket${index}`, '/tickets', {
      subject: `Printer ${index} is on fire`,
      description: 'Smoke, then flames.',
      requester: { name: `Caller ${index % 3}`, email: `caller${index % 3}@example.com` },
      priority: `P${1 + (index % 4)}`,
      tags: index % 2 ? ['printer', 'fire'] : ['printer'],
      occurredAt: `${TOLD_DAY}${1 + (index % 9)}T08:00:00.000Z`,
      customFields: { site: index % 2 ? 'hcm' : 'hn' },
    });
    const path = `/tickets/${id}`;
    if (index % 2) await this.post('', `${path}/assignment`, { agentId, teamId });
    if (index % 3) await this.post('', `${path}/status`, { status: 'open' });
    await this.post('', `${path}/comments`, { body: `Seen by ${index}`, visibility: index % 2 ? 'public' : 'internal' });
    if (index % 4 === 1) await this.post('', `${path}/triage`, { priority: 'P1', type: 'incident' });
    if (index % 5 === 2) await this.post('', `${path}/status`, { status: 'resolved', reason: 'extinguished' });
  }

  async post(name: string, path: string, body: object): Promise<string> {
    const reply: Reply = await this.server.call('POST', path, body);
    if (reply.status >= 300) throw new Error(`POST ${path}: ${reply.status} ${reply.text}`);
    const id = String(reply.body['id']);
    if (name !== '') this.ids[name] = id;
    this.position = String(reply.body['position']);
    return id;
  }
}
