// The limit of the gateway's rows: a bare Fastify route that answers a constant, to GET and to POST (whose body Fastify reads as JSON). Run as a process of its
// own; prints its address.
import Fastify from 'fastify';

const app = Fastify();
app.route({ method: ['GET', 'POST'], url: '/', handler: async () => ({ hello: 'world' }) });
await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`http://127.0.0.1:${app.server.address().port}\n`);
