// The limit of a GET by id on MongoDB: a bare Fastify route that answers what the driver's findOne gives. Run as a process of its own, with a database's
// address and a collection's name; prints its address.
import Fastify from 'fastify';
import { MongoClient } from 'mongodb';

const [url, collection] = process.argv.slice(2);
const client = await MongoClient.connect(url);
const documents = client.db().collection(collection);
const app = Fastify();
app.get('/:id', async ({ params }, reply) => (await documents.findOne({ _id: params.id })) ?? reply.code(404).send());
app.addHook('onClose', () => client.close());
process.once('SIGTERM', () => void app.close());
await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`http://127.0.0.1:${app.server.address().port}\n`);
