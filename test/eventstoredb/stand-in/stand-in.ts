import { once } from 'node:events';
import { type AddressInfo, createServer, type Server as TcpServer, type Socket } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { appendCall } from './append-call.js';
import { batchAppendCall } from './batch-append-call.js';
import { Clock } from './clock.js';
import { deleteCall, tombstoneCall } from './delete-calls.js';
import { Faults } from './faults.js';
import { featuresService, streamsService } from './generated.js';
import { Log } from './log.js';
import { readCall } from './read-call.js';
import { serverFeaturesCall } from './server-features-call.js';
import { type Service } from './service.js';
import { Subscriptions } from './subscriptions.js';
import { writeSystemEvents } from './system-events.js';

const HOST = '127.0.0.1';

/** The largest message that the server takes, in bytes. */
const MAX_MESSAGE_BYTES = 17 * 1024 * 1024;

export interface StandInOptions {
  /** 0, or nothing, for a free one. */
  readonly port?: number | undefined;
  /** Where the log is kept, durably; without it the log is in memory and lasts as long as this object. */
  readonly folder?: string | undefined;
}

/** The stand-in for an EventStoreDB server. Test equipment: test/eventstoredb/README.md says what it imitates and what not. */
export class StandIn {
  readonly faults = new Faults();
  readonly clock = new Clock();
  readonly subscriptions = new Subscriptions();
  private readonly log: Log;
  private readonly sockets = new Map<string, Socket>();
  private tcp: TcpServer | undefined;
  private grpc: Server | undefined;
  private boundPort = 0;

  private constructor(folder: string | undefined) {
    this.log = new Log(folder);
  }

  /** Resolves when it takes connections. */
  static async start({ port = 0, folder }: StandInOptions = {}): Promise<StandIn> {
    const standIn = new StandIn(folder);
    await writeSystemEvents(standIn.log, standIn.clock);
    standIn.boundPort = port;
    await standIn.listen();
    return standIn;
  }

  get port(): number {
    return this.boundPort;
  }

  /** For the client, and for `EVENTSTORE_URL`. */
  get connectionString(): string {
    return `esdb://${HOST}:${this.boundPort}?tls=false`;
  }

  /** As if the process were killed: connections end in the middle of whatever it is, and nobody listens any more. */
  async kill(): Promise<void> {
    const closed = this.tcp && once(this.tcp, 'close');
    this.tcp?.close();
    for (const socket of this.sockets.values()) socket.destroy();
    this.grpc?.forceShutdown();
    await closed;
    this.tcp = undefined;
  }

  /** Listens again after `kill`, at the same port and with the same log. */
  async restart(): Promise<void> {
    await this.listen();
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    await this.kill();
    this.log.close();
  }

  private async listen(): Promise<void> {
    const service: Service = {
      log: this.log,
      clock: this.clock,
      faults: this.faults,
      subscriptions: this.subscriptions,
      cut: (peer) => void this.sockets.get(peer)?.destroy(),
    };
    this.grpc = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
    this.grpc.addService(streamsService.StreamsService, {
      read: readCall(service),
      append: appendCall(service),
      batchAppend: batchAppendCall(service),
      delete: deleteCall(service),
      tombstone: tombstoneCall(service),
    });
    this.grpc.addService(featuresService.ServerFeaturesService, { getSupportedMethods: serverFeaturesCall(service) });
    // The sockets are ours, so that a test can end a connection as a dying server would.
    const injector = this.grpc.createConnectionInjector(ServerCredentials.createInsecure());
    this.tcp = createServer((socket) => {
      const peer = `${socket.remoteAddress}:${socket.remotePort}`;
      this.sockets.set(peer, socket);
      socket.once('close', () => this.sockets.delete(peer));
      injector.injectConnection(socket);
    });
    this.tcp.listen(this.boundPort, HOST);
    await once(this.tcp, 'listening');
    this.boundPort = (this.tcp.address() as AddressInfo).port;
  }
}
