import { PASSWORDS_AT_ONCE_MAX, PASSWORDS_WAITING_MAX } from '../limits.js';
import { TooManyWaiting, Turns } from './turns.js';

test('so many work at once, so many wait, and the next one is refused at once', async () => {
  const turns = new Turns(PASSWORDS_AT_ONCE_MAX, PASSWORDS_WAITING_MAX);
  const finish: (() => void)[] = [];
  let most = 0;
  let running = 0;
  const work = () =>
    turns.take(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => finish.push(resolve));
      running -= 1;
    });
  const taken = Array.from({ length: PASSWORDS_AT_ONCE_MAX + PASSWORDS_WAITING_MAX }, work);
  await expect(work()).rejects.toThrow(TooManyWaiting);
  const all = Promise.all(taken);
  let done = false;
  void all.then(() => (done = true));
  while (!done) {
    finish.shift()?.();
    await Promise.resolve();
  }
  expect(most).toBe(PASSWORDS_AT_ONCE_MAX);
  const again = work();
  await Promise.resolve();
  finish.shift()?.();
  await again;
});

test('work that fails gives its turn to the next', async () => {
  const turns = new Turns(1, 1);
  const failing = turns.take(() => Promise.reject(new Error('no')));
  const next = turns.take(() => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
