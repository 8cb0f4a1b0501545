import 'reflect-metadata';
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
