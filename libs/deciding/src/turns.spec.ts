import { Turns } from './turns.js';

const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('turns on a stream', () => {
  test('are taken one after the other, in the order in which they were asked for', async () => {
    const turns = new Turns();
    const order: number[] = [];
    const held = await turns.take('a');
    const waiting = [1, 2, 3].map(async (n) => {
      const turn = await turns.take('a');
      order.push(n);
      turn.release();
    });
    await settled();
    expect(order).toEqual([]);
    held.release();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
  });

  test('on different streams do not wait for one another', async () => {
    const turns = new Turns();
    await turns.take('a');
    expect(turns.isAwaited('b')).toBe(false);
    (await turns.take('b')).release();
    expect([turns.isAwaited('a'), turns.isAwaited('b')]).toEqual([true, false]);
  });

  test('end once, though they are released twice', async () => {
    const turns = new Turns();
    const first = await turns.take('a');
    first.release();
    const second = await turns.take('a');
    first.release();
    expect(turns.isAwaited('a')).toBe(true);
    second.release();
    expect(turns.isAwaited('a')).toBe(false);
  });
});
