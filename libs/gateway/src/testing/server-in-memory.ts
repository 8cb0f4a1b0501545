import { inspect } from 'node:util';
import { Module, type Provider } from '@nestjs/common';
import type { Authenticate, Caller } from '@docket/access';
import { isRefusal } from '@docket/deciding';
import { DecidingModule, commandHandlers } from '@docket/deciding/nest';
import { LogInMemory, TEST_ACTOR } from '@docket/deciding/testing';
import { MemoryDocumentStore } from '@docket/document-store/testing';
import { EVENT_READER } from '@docket/event-store';
import type { Position } from '@docket/event-store';
import {
  LIVE_LOG,
  LogTail,
  ProjectedLog,
  READ_MODELS,
  createReadModels,
  eventTypesOf,
  startProjector,
  systemClock,
} from '@docket/projecting';
import type { Projection, Projector } from '@docket/projecting';
import type { Capability } from '../capability.js';
import { createGateway } from '../gateway.js';
import type { Gateway } from '../gateway.js';
import { Metrics } from '../metrics.js';
import { type CheckAnswer, checkedAnswers } from './checked-answers.js';
import { counted } from './counted.js';
import { StreamedAnswer } from './streamed-answer.js';

/** Who asks where a test does not say it. */
export const TEST_CALLER: Caller = { actor: TEST_ACTOR, roles: ['administrator'] };

/** One request. */
export interface Call {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly caller?: Caller;
  /** What stands before the path; default: /api/v1. */
  readonly at?: string;
}

/** What was answered: its body as text, and the JSON that it is; {} where it is none. */
export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

@Module({})
class CommandsModule {}

/** A server of some capabilities with everything in memory: the real executor, projector, read models and gateway. What is tested of a capability
 *  this way is what users see of it. */
export class ServerInMemory {
  readonly log: LogInMemory;
  /** What queries have read from the stores, by the names of the stores' methods. */
  readonly reads: string[] = [];
  private readonly documents = new MemoryDocumentStore();
  private readonly callers = new Map<string, Caller>();
  private readonly failures: object[] = [];
  private readonly check: CheckAnswer;
  private gateway: Gateway | undefined;
  private projector: Projector | undefined;
  private tail: LogTail | undefined;
  private url = '';

  private constructor(
    private readonly capabilities: readonly Capability[],
    private readonly ports: readonly Provider[],
    private readonly authenticate: Authenticate | undefined,
  ) {
    this.log = new LogInMemory(eventTypesOf(capabilities));
    this.check = checkedAnswers(capabilities);
  }

  /** `ports`: what the capabilities need besides; `authenticate`: default, `caller` of each call. */
  static async start(
    capabilities: readonly Capability[],
    { ports = [], authenticate }: { readonly ports?: readonly Provider[]; readonly authenticate?: Authenticate } = {},
  ): Promise<ServerInMemory> {
    const server = new ServerInMemory(capabilities, ports, authenticate);
    await server.ship();
    await server.listen();
    await server.project();
    return server;
  }

  /** `call('POST', '/teams', { body })`: below /api/v1. */
  async call(method: string, path: string, { body, headers = {}, caller = TEST_CALLER, at = '/api/v1' }: Call = {}): Promise<Called> {
    const bearer = this.bearerOf(caller);
    const response = await fetch(`${this.url}${at}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    const answered = isJson ? (JSON.parse(text) as Called['body']) : {};
    if (isJson) this.check(method, path, response.status, answered);
    return { status: response.status, headers: response.headers, text, body: answered };
  }

  /** An answer that comes piece by piece, as the administrator of the tests. */
  async stream(path: string, headers: Readonly<Record<string, string>> = {}): Promise<StreamedAnswer> {
    const bearer = this.bearerOf(TEST_CALLER);
    const response = await fetch(`${this.url}/api/v1${path}`, { headers: { authorization: `Bearer ${bearer}`, ...headers } });
    return new StreamedAnswer(response);
  }

  /** The body of an answer that is no problem. */
  async ask(method: string, path: string, call: Call = {}): Promise<Called['body']> {
    const { status, body } = await this.call(method, path, call);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** What a test made go wrong on purpose. */
  forgive(code: string): void {
    const at = this.failures.findIndex((failure) => 'code' in failure && failure.code === code);
    if (at < 0) throw new Error(`nothing complained of ${code}`);
    this.failures.splice(at, 1);
  }

  /** Where subscriptions are asked for, and the header with which somebody asks. */
  webSocket(caller: Caller = TEST_CALLER): { readonly url: string; readonly authorization: string } {
    return { url: `${this.url.replace('http', 'ws')}/graphql`, authorization: `Bearer ${this.bearerOf(caller)}` };
  }

  /** From now on a caller's token is no good. */
  revoke(caller: Caller): void {
    this.callers.delete(this.bearerOf(caller));
  }

  /** The head of the log, for `after=`. */
  async head(): Promise<Position> {
    return (await this.log.store.head()) ?? '';
  }

  /** Fails where something went wrong that no answer told, and says what: a part that does not close is told with the rest, when all have been asked to. */
  async stop(): Promise<void> {
    const { gateway, tail, projector, log, documents } = this;
    const parts: readonly (() => Promise<void> | void)[] = [
      () => gateway?.close(),
      () => tail?.close(),
      () => projector?.stop(),
      () => log.executor.dispose(),
      () => documents.close(),
      () => log.store.close(),
    ];
    for (const close of parts) {
      try {
        await close();
      } catch (error) {
        this.failures.push({ err: error, message: 'a part did not close' });
      }
    }
    // Errors have no fields of their own: as JSON they would be {}.
    if (this.failures.length > 0) throw new Error(`the server complained: ${inspect(this.failures, { depth: null })}`);
  }

  private bearerOf(caller: Caller): string {
    const bearer = Buffer.from(JSON.stringify(caller)).toString('base64url');
    this.callers.set(bearer, caller);
    return bearer;
  }

  private async ship(): Promise<void> {
    for (const { name, decider, command } of this.capabilities.flatMap(({ shipped = [] }) => shipped)) {
      const outcome = await this.log.execute(decider, command, this.log.identities.shipped(name));
      if (isRefusal(outcome)) throw new Error(`${name} does not ship: ${outcome.code}`);
    }
  }

  private async listen(): Promise<void> {
    const { capabilities, documents, callers } = this;
    const { store, executor } = this.log;
    const tell = (method: string): void => void this.reads.push(method);
    const readDocuments = counted(documents, ['get', 'getMany', 'find', 'count'], tell);
    const readModels = createReadModels({ documents: readDocuments, events: store, clock: systemClock });
    const ignored = () => undefined;
    const noted = (fields: object, message: string) => void this.failures.push({ ...fields, message });
    this.gateway = await createGateway({
      about: { name: 'Docket in memory', version: '0', description: 'For tests.' },
      capabilities,
      ports: [
        { provide: READ_MODELS, useValue: readModels },
        { provide: EVENT_READER, useValue: counted(store, ['readStream', 'readAll'], tell) },
        { provide: LIVE_LOG, useValue: this.live() },
        ...this.ports,
      ],
      modules: [
        DecidingModule.of(executor),
        { module: CommandsModule, providers: capabilities.flatMap(({ deciders }) => deciders).flatMap(commandHandlers) },
      ],
      streams: executor,
      authenticate: (authorization) =>
        this.authenticate?.(authorization) ?? callers.get(authorization?.replace('Bearer ', '') ?? '') ?? { refused: 'invalid' },
      metrics: new Metrics(() => Promise.resolve({ ready: true, reasons: [], stores: {}, projections: [] })),
      log: { debug: ignored, info: ignored, warn: noted, error: noted },
      health: () => Promise.resolve({ ready: true, reasons: [], stores: {}, projections: [] }),
    });
    this.url = `http://127.0.0.1:${await this.gateway.listen(0, '127.0.0.1')}`;
  }

  private live(): ProjectedLog {
    const { documents, projections } = this;
    const complain = (entry: object) => void this.failures.push(entry);
    this.tail = new LogTail({ events: this.log.store, clock: systemClock, log: complain });
    return new ProjectedLog({ log: this.tail, documents, projections, clock: systemClock, complain });
  }

  private get projections(): readonly Projection[] {
    return this.capabilities.flatMap(({ projections }) => projections?.({ timeZone: 'UTC' }) ?? []);
  }

  private async project(): Promise<void> {
    this.projector = await startProjector({
      events: this.log.store,
      eventTypes: eventTypesOf(this.capabilities),
      documents: this.documents,
      projections: this.projections,
      logId: this.log.identities.shipped('log'),
      clock: systemClock,
      log: (entry) => entry.level !== 'info' && this.failures.push(entry),
    });
  }
}
