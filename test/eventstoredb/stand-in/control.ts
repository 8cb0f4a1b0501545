import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type StandIn } from './stand-in.js';

/** What a test can order of a stand-in in another process, and what `amount` means there. */
const ORDERS = {
  freeze: ({ faults }: StandIn) => faults.freeze(),
  thaw: ({ faults }: StandIn) => faults.thaw(),
  'lose-next-answer': ({ faults }: StandIn) => faults.loseNextAnswer(),
  'lose-next-append': ({ faults }: StandIn) => faults.loseNextAppend(),
  /** `amount` calls; all, until `ready`, when there is none. */
  'start-up': ({ faults }: StandIn, amount?: number) => faults.startUp(amount),
  ready: ({ faults }: StandIn) => faults.ready(),
  'drop-subscriptions': ({ subscriptions }: StandIn) => subscriptions.drop(),
  'end-subscriptions': ({ subscriptions }: StandIn) => subscriptions.end(),
  /** `amount` milliseconds. */
  'step-clock-back': ({ clock }: StandIn, amount = 0) => clock.stepBack(amount),
} as const satisfies Record<string, (standIn: StandIn, amount?: number) => void>;

export type Order = keyof typeof ORDERS;

const isOrder = (name: string): name is Order => Object.hasOwn(ORDERS, name);

/** Takes orders as `POST /<order>[?amount=<number>]` on a free port of this machine. */
export const control = async (standIn: StandIn): Promise<{ readonly port: number; readonly server: Server }> => {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const order = pathname.slice(1);
    const amount = searchParams.get('amount');
    if (request.method !== 'POST' || !isOrder(order)) return void response.writeHead(404).end(`no such order: ${order}\n`);
    ORDERS[order](standIn, amount === null ? undefined : Number(amount));
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, server };
};
