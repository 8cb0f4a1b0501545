import 'reflect-metadata';
import { jest } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { CLOSING_MS_MAX } from '../limits.js';
import { KettleGateway, kettle } from '../testing/kettle-gateway.js';

test('when it closes, a request in flight is answered, and none is taken after', async () => {
  const gateway = new KettleGateway();
  const { kitchen } = gateway;
  let letGo = (): void => undefined;
  kitchen.waitsFor = new Promise((resolve) => (letGo = resolve));
  const begun = new Promise<void>((resolve) => (kitchen.begun = resolve));
  await gateway.start();
  const buying = fetch(`${gateway.url}/api/v1/kettles`, {
    method: 'POST',
    headers: { authorization: 'Bearer boss', 'content-type': 'application/json' },
    body: JSON.stringify(kettle),
  });
  await begun;
  const closed = gateway.close();
  letGo();
  expect((await buying).status).toBe(201);
  await closed;
  await expect(fetch(`${gateway.url}/health/live`)).rejects.toThrow();
});

test('when it closes, whoever has a WebSocket open is told that it goes away', async () => {
  const gateway = new KettleGateway();
  await gateway.start();
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const told = once(socket, 'close');
  await gateway.close();
  expect((await told)[0]).toBe(1001);
});

test('when it closes, what does not end in time is cut off, and is told of as broken off by Docket and not by its client', async () => {
  const gateway = new KettleGateway();
  gateway.kitchen.waitsFor = new Promise(() => undefined);
  const begun = new Promise<void>((resolve) => (gateway.kitchen.begun = resolve));
  await gateway.start();
  const buying = expect(gateway.call('POST', '/kettles', { body: kettle })).rejects.toThrow('fetch failed');
  await begun;
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
  try {
    const closed = gateway.close();
    jest.advanceTimersByTime(CLOSING_MS_MAX - 1);
    await new Promise(setImmediate);
    expect(gateway.logged.filter(({ message }) => message === 'request')).toEqual([]);
    jest.advanceTimersByTime(1);
    await buying;
    await closed;
  } finally {
    jest.useRealTimers();
  }
  expect(gateway.logged).toContainEqual(
    expect.objectContaining({ message: 'request', fields: expect.objectContaining({ route: '/api/v1/kettles', status: 500 }) as unknown }),
  );
});
