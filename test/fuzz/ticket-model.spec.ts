import 'reflect-metadata';
import { accountsInMemory } from '@docket/accounts/testing';
import { ServerInMemory } from '@docket/gateway/testing';
import fc from 'fast-check';
import { capabilities } from '../../apps/docket/src/capabilities.js';
import { seedOf } from './seed.js';
import {
  CATEGORY,
  MOVES_COUNT,
  assign,
  comment,
  created,
  type Expected,
  moveTo,
  setField,
  type TicketModel,
  triage,
} from './ticket-model.js';

const MINUTES_MS = 300_000;
const LIVES = 60;
const COMMANDS_MAX = 25;

/** What is counted over all lives. */
const told = { requests: 0, commands: 0, refused: 0, moves: new Set<string>() };

/** A ticket on the server. */
class Life {
  private constructor(
    private readonly server: ServerInMemory,
    readonly id: string,
  ) {}

  static async begin(server: ServerInMemory): Promise<Life> {
    const { id } = await server.ask('POST', '/tickets', { body: { subject: 'S', description: 'D', requester: { name: 'N' } } });
    told.requests += 1;
    return new Life(server, String(id));
  }

  /** Sends a command; its answer, the ticket and its history are what the model says. */
  async send(path: string, body: object, model: TicketModel, expected: Expected): Promise<void> {
    const { status, body: answer, headers } = await this.server.call('POST', `/tickets/${this.id}${path}`, { body });
    told.requests += 1;
    told.commands += 1;
    const after = await this.server.head();
    if ('refused' in expected) {
      told.refused += 1;
      expect({ path, body, code: answer['code'] }).toEqual({ path, body, code: expected.refused });
      expect([409, 422]).toContain(status);
    } else {
      expect({ path, body, status, code: answer['code'] }).toEqual({ path, body, status: 200, code: undefined });
      expect(headers.get('etag')).toBe(`"${model.events.length - 1}"`);
    }
    await this.agrees(model, after);
  }

  async agrees(model: TicketModel, after: string): Promise<void> {
    const ticket = await this.server.ask('GET', `/tickets/${this.id}?after=${after}`);
    const { items } = await this.server.ask('GET', `/tickets/${this.id}/history?limit=100&after=${after}`);
    told.requests += 2;
    const { events, agentId, teamId, ...plain } = model;
    const assignee = { ...(agentId === undefined ? {} : { agentId }), ...(teamId === undefined ? {} : { teamId }) };
    expect({ assignee: {}, ...ticket }).toMatchObject({ ...plain, revision: events.length - 1 });
    expect(ticket['assignee'] ?? {}).toEqual(assignee);
    expect(ticket['customFields'] ?? {}).toEqual(model.customFields);
    expect((items as { type: string }[]).map(({ type }) => type)).toEqual(events);
  }
}

/** A command: what is sent, and what the model says of it. */
class Command implements fc.AsyncCommand<TicketModel, Life> {
  constructor(
    private readonly path: string,
    private readonly body: object,
    private readonly expect: (model: TicketModel) => Expected,
  ) {}

  check = (): boolean => true;

  async run(model: TicketModel, life: Life): Promise<void> {
    const from = model.status;
    const expected = this.expect(model);
    if (model.status !== from) told.moves.add(`${from} to ${model.status}`);
    await life.send(this.path, this.body, model, expected);
  }

  toString = (): string => `${this.path} ${JSON.stringify(this.body)}`;
}

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

/** `agents`, `teams`: ids to assign to. */
const commands = (agents: readonly string[], teams: readonly string[]): fc.Arbitrary<fc.AsyncCommand<TicketModel, Life>>[] => {
  const status = fc
    .constantFrom(...Object.keys(CATEGORY), 'nowhere')
    .map((to) => new Command('/status', { status: to }, (model) => moveTo(model, to)));
  return [
    status,
    status,
    fc
      .record({
        priority: optional(fc.constantFrom('P1', 'P2', 'P3', 'P4')),
        type: optional(fc.constantFrom('incident', 'request')),
        category: optional(fc.array(fc.constantFrom('Network', 'VPN', 'Login'), { minLength: 1, maxLength: 3 })),
      })
      .filter((given) => Object.values(given).some((value) => value !== undefined))
      .map((given) => new Command('/triage', given, (model) => triage(model, given))),
    fc
      .record({ agentId: optional(fc.constantFrom(...agents, null)), teamId: optional(fc.constantFrom(...teams, null)) })
      .filter(({ agentId, teamId }) => agentId !== undefined || teamId !== undefined)
      .map((given) => new Command('/assignment', given, (model) => assign(model, given))),
    fc
      .record({
        body: fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `> ${text}`),
        visibility: fc.constantFrom('public' as const, 'internal' as const),
      })
      .map((given) => new Command('/comments', given, (model) => comment(model, given.visibility))),
    fc
      .record({ key: fc.constantFrom('site', 'floor'), value: fc.constantFrom('hcm', 'han', 3, true, null) })
      .map((given) => new Command('/fields', given, (model) => setField(model, given.key, given.value))),
  ];
};

test(
  'a ticket over HTTP is after each command what a small model of it is, and so are its answer and its history',
  async () => {
    const seed = seedOf(1);
    const server = await ServerInMemory.start(capabilities, { ports: accountsInMemory() });
    const agents = [];
    for (const name of ['A', 'B']) agents.push(String((await server.ask('POST', '/agents', { body: { name } }))['id']));
    const team = await server.ask('POST', '/teams', { body: { name: 'T', members: agents } });
    await fc.assert(
      fc.asyncProperty(fc.commands(commands(agents, [String(team['id'])]), { maxCommands: COMMANDS_MAX, size: 'max' }), async (life) => {
        const real = await Life.begin(server);
        await fc.asyncModelRun(() => ({ model: created(), real }), life);
      }),
      { seed, numRuns: LIVES, endOnFailure: true },
    );
    process.stdout.write(
      `model of a ticket over HTTP, seed ${seed}: ${told.requests} requests, ${told.commands} commands of which ${told.refused} refused, 0 mismatches, ` +
        `${told.moves.size} of the workflow’s ${MOVES_COUNT} moves visited (${Math.round((100 * told.moves.size) / MOVES_COUNT)} %)\n`,
    );
    expect(told.refused).toBeGreaterThan(0);
    expect(told.moves.size).toBeGreaterThan(MOVES_COUNT / 2);
    await server.stop();
  },
  MINUTES_MS,
);
