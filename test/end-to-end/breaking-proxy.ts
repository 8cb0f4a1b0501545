import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** Passes requests on to a server, until one whose answer is not passed back: the server has done it, and whoever asked does not know. */
export class BreakingProxy {
  #breakAt: ((request: IncomingMessage) => boolean) | undefined;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(target: string): Promise<BreakingProxy> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const proxy = new BreakingProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      proxy.#pass(request, response, target).catch(() => response.destroy());
    });
    return proxy;
  }

  async #pass(request: IncomingMessage, response: ServerResponse, target: string): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, connection: __, ...headers } = request.headers as Record<string, string>;
    const { method = 'GET', url = '/' } = request;
    const answer = await fetch(`${target}${url}`, { method, headers, ...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }) });
    const body = Buffer.from(await answer.arrayBuffer());
    if (this.#breakAt?.(request)) response.destroy();
    else response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(body);
  }

  breakAt(method: string, path: string): void {
    this.#breakAt = (request) => request.method === method && request.url === path;
  }

  mend(): void {
    this.#breakAt = undefined;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
