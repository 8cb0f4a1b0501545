import Fastify from 'fastify';
import { answerTogether } from './answers-together.js';

test('answers that are ready in one turn of the event loop are sent behind it, in their order', async () => {
  const server = Fastify();
  answerTogether(server);
  const seen: string[] = [];
  server.get('/:name', ({ params }, reply) => {
    const { name } = params as { name: string };
    seen.push(`asked ${name}`);
    reply.raw.once('prefinish', () => seen.push(`sent ${name}`));
    void reply.send({ name });
  });
  await server.ready();
  const answers = await Promise.all(['a', 'b', 'c'].map((name) => server.inject(`/${name}`)));
  expect(seen).toEqual(['asked a', 'asked b', 'asked c', 'sent a', 'sent b', 'sent c']);
  expect(answers.map((answer) => answer.json<{ name: string }>().name)).toEqual(['a', 'b', 'c']);
  await server.close();
});
