import { UnknownBuild } from '../../failures.js';
import {
  build,
  checkpoint,
  putTickets,
  record,
  ticket,
  TICKETS,
  TICKETS_DEFINITION,
  type OpenStore,
  type StoreUnderTest,
} from './fixtures.js';

/** Projections' records, their checkpoints, and who is told of them. */
export const recording = (open: OpenStore): void => {
  let test: StoreUnderTest;
  beforeEach(async () => {
    test = await open();
  });
  afterEach(() => test.close());

  const advance = (id: string, at: number): Promise<void> =>
    test.store.commit({ writes: [], checkpoint: { projection: 'tickets', build: id, checkpoint: checkpoint(at) } });
  const read = () => test.reader.readProjection('tickets');

  it('has no record of a projection at first', async () => {
    expect(await read()).toBeUndefined();
    expect(await test.store.compareAndSetProjection(1, record(2, build('b1')))).toBe(false);
    expect(await read()).toBeUndefined();
  });

  it('writes a record whose revision is the expected one, and no other', async () => {
    const first = record(1, build('b1', { stopped: { position: '5', reason: 'poison' } }));
    expect(await test.store.compareAndSetProjection(0, first)).toBe(true);
    expect(await read()).toEqual(first);
    expect(await test.store.compareAndSetProjection(0, record(1, build('other')))).toBe(false);
    expect(await read()).toEqual(first);
    const second = { ...record(2, build('b1'), build('b2', { version: '2' })), serving: 'b1', superseded: ['0'], terms: { projector: 7 } };
    expect(await test.store.compareAndSetProjection(1, second)).toBe(true);
    expect(await read()).toEqual(second);
  });

  it('counts the revision itself', async () => {
    await test.store.compareAndSetProjection(0, record(17, build('b1')));
    expect(await read()).toMatchObject({ revision: 1 });
    expect(await test.store.compareAndSetProjection(1, record(1, build('b1')))).toBe(true);
    expect(await read()).toMatchObject({ revision: 2 });
  });

  it('keeps the records of projections apart', async () => {
    await test.store.compareAndSetProjection(0, record(1, build('b1')));
    await test.store.compareAndSetProjection(0, { ...record(1, build('c1')), projection: 'customers' });
    await advance('b1', 5);
    expect((await test.reader.readProjection('customers'))?.builds).toEqual({ c1: build('c1') });
    expect((await read())?.builds).toEqual({ b1: build('b1', { checkpoint: checkpoint(5) }) });
  });

  it('moves a checkpoint forward only, and its revision not at all', async () => {
    await test.store.compareAndSetProjection(0, record(1, build('b1'), build('b2')));
    await advance('b1', 5);
    expect(await read()).toEqual(record(1, build('b1', { checkpoint: checkpoint(5) }), build('b2')));
    await advance('b1', 4);
    await advance('b1', 5);
    expect((await read())?.builds['b1']?.checkpoint).toEqual(checkpoint(5));
    await advance('b1', 6);
    expect((await read())?.builds['b1']?.checkpoint).toEqual(checkpoint(6));
    expect(await test.store.compareAndSetProjection(1, record(2, build('b1'), build('b2')))).toBe(true);
  });

  it('keeps a stored checkpoint that is newer than the record that is set', async () => {
    await test.store.compareAndSetProjection(0, record(1, build('b1', { checkpoint: checkpoint(1) }), build('b2')));
    await advance('b1', 5);
    await advance('b2', 7);
    const next = record(2, build('b1', { checkpoint: checkpoint(3), retiredAt: '2024-05-21T00:00:00.000Z' }), build('b2'), build('b3'));
    expect(await test.store.compareAndSetProjection(1, next)).toBe(true);
    expect((await read())?.builds).toEqual({
      b1: build('b1', { checkpoint: checkpoint(5), retiredAt: '2024-05-21T00:00:00.000Z' }),
      b2: build('b2', { checkpoint: checkpoint(7) }),
      b3: build('b3'),
    });
    await test.store.compareAndSetProjection(2, record(3, build('b1', { checkpoint: checkpoint(9) })));
    expect((await read())?.builds).toEqual({ b1: build('b1', { checkpoint: checkpoint(9) }) });
  });

  it('lets no build serve that is behind the one that serves', async () => {
    await test.store.compareAndSetProjection(0, { ...record(1, build('b1'), build('b2')), serving: 'b1' });
    await advance('b1', 5);
    await advance('b2', 4);
    const next = { ...record(2, build('b1'), build('b2')), serving: 'b2' };
    expect(await test.store.compareAndSetProjection(1, next)).toBe(false);
    expect(await read()).toMatchObject({ revision: 1, serving: 'b1' });
    await advance('b2', 5);
    expect(await test.store.compareAndSetProjection(1, next)).toBe(true);
    expect(await read()).toMatchObject({ revision: 2, serving: 'b2' });
    const back = { ...record(3, build('b1', { checkpoint: checkpoint(6) }), build('b2')), serving: 'b1' };
    expect(await test.store.compareAndSetProjection(2, back)).toBe(true);
    const { serving: _serving, ...none } = back;
    expect(await test.store.compareAndSetProjection(3, none)).toBe(true);
    expect(await test.store.compareAndSetProjection(4, { ...none, serving: 'b2' })).toBe(true);
  });

  it('refuses the checkpoint of a build that is gone, with the documents that came with it', async () => {
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    await expect(advance('b1', 1)).rejects.toThrow(UnknownBuild);
    await test.store.compareAndSetProjection(0, record(1, build('b1'), build('b2')));
    await advance('b1', 1);
    await test.store.compareAndSetProjection(1, record(2, build('b2')));
    const late = test.store.commit({
      writes: [{ collection: TICKETS, puts: [], removals: [] }],
      checkpoint: { projection: 'tickets', build: 'b1', checkpoint: checkpoint(2) },
    });
    await expect(late).rejects.toThrow(UnknownBuild);
    await test.store.compareAndSetProjection(2, record(3, build('b1'), build('b2')));
    expect((await read())?.builds['b1']).toEqual(build('b1'));
  });

  it('commits documents and their checkpoint', async () => {
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    await test.store.compareAndSetProjection(0, record(1, build('b1')));
    await test.store.commit({
      writes: [{ collection: TICKETS, puts: [ticket('a', 3)], removals: [] }],
      checkpoint: { projection: 'tickets', build: 'b1', checkpoint: checkpoint(4) },
    });
    expect(await test.reader.get(TICKETS, 'a')).toBeDefined();
    expect((await read())?.builds['b1']?.checkpoint).toEqual(checkpoint(4));
  });

  it('never shows a reader a stale record', async () => {
    await test.store.compareAndSetProjection(0, record(1, build('b1')));
    for (let at = 1; at <= 20; at++) {
      await advance('b1', at);
      expect((await read())?.builds['b1']?.checkpoint).toEqual(checkpoint(at));
      expect((await test.store.readProjection('tickets'))?.builds['b1']?.checkpoint).toEqual(checkpoint(at));
    }
  });

  it('tells who watches, on either side, until the watch ends', async () => {
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    await test.store.compareAndSetProjection(0, record(1, build('b1')));
    for (const side of [test.store, test.reader]) {
      let tell = (): void => undefined;
      const told = new Promise<void>((resolve) => (tell = resolve));
      const stop = side.watch(() => tell());
      await advance('b1', side === test.store ? 1 : 2);
      await told;
      stop();
    }
    let calls = 0;
    const stop = test.store.watch(() => calls++);
    stop();
    await putTickets(test.store, ticket('a', 1));
    let advanced: Promise<void> | undefined;
    await new Promise<void>((resolve) => {
      const end = test.store.watch(() => {
        end();
        resolve();
      });
      advanced = advance('b1', 3);
    });
    await advanced;
    expect(calls).toBe(0);
  });
};
