import 'reflect-metadata';
import { jest } from '@jest/globals';
import { kettles, Kitchen, kitchenPort } from './kettles.js';
import { ServerInMemory } from './server-in-memory.js';

describe('a server in memory says at its end', () => {
  test('what failed behind an answer that does not tell it', async () => {
    const kitchen = new Kitchen();
    const server = await ServerInMemory.start([kettles], { ports: [kitchenPort(kitchen)] });
    kitchen.fails = new Error('the pipe has burst', { cause: new TypeError('frost') });
    const { status, text } = await server.call('GET', '/kettles');
    expect(status).toBe(500);
    expect(text).not.toContain('burst');
    const end = server.stop();
    for (const said of ['the server complained', 'a request failed', 'Error: the pipe has burst', 'TypeError: frost'])
      await expect(end).rejects.toThrow(said);
  });

  test('what did not close, and closes the rest', async () => {
    const server = await ServerInMemory.start([kettles], { ports: [kitchenPort(new Kitchen())] });
    const { store, executor } = server.log;
    const closed = jest.spyOn(store, 'close');
    const dispose = executor.dispose.bind(executor);
    jest.spyOn(executor, 'dispose').mockImplementation(() => {
      dispose();
      throw new Error('the sieve is stuck');
    });
    await expect(server.stop()).rejects.toThrow('the sieve is stuck');
    expect(closed).toHaveBeenCalledTimes(1);
  });
});
