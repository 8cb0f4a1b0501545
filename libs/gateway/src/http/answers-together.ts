import type { FastifyInstance } from 'fastify';

/** Sends what is ready in one turn of the event loop behind it, one after another. A write to a client that sleeps costs the waking of it, which is a third of what the server does for a query
 *  by id; a client that was woken by one write is awake for those that follow at once. */
export const answerTogether = (server: FastifyInstance): void => {
  let ready: (() => void)[] = [];
  const sendAll = (): void => {
    const sent = ready;
    ready = [];
    for (const send of sent) send();
  };
  server.addHook('onSend', (_request, _reply, payload, done) => {
    if (ready.push(() => done(null, payload)) === 1) setImmediate(sendAll);
  });
};
