import { LoadedOnce } from './loaded-once.js';

describe('what is loaded when it is first asked for', () => {
  test('is loaded once, and not before', async () => {
    let loads = 0;
    const loaded = new LoadedOnce(() => Promise.resolve((loads += 1)));
    expect(await loaded.known()).toBeUndefined();
    expect(loads).toBe(0);
    expect(await Promise.all([loaded.get(), loaded.get(), loaded.get()])).toEqual([1, 1, 1]);
    expect(await loaded.known()).toBe(1);
  });

  test('is tried again by whoever asks after it could not be loaded', async () => {
    let fails = true;
    const loaded = new LoadedOnce(() => (fails ? Promise.reject(new Error('too many open files')) : Promise.resolve('here')));
    const both = await Promise.allSettled([loaded.get(), loaded.get()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await loaded.known()).toBeUndefined();
    fails = false;
    expect(await loaded.get()).toBe('here');
  });
});
