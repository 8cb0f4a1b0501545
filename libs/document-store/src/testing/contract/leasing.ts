import type { OpenStore, StoreUnderTest } from './fixtures.js';

/** Leases: who does what only one should do at a time. */
export const leasing = (open: OpenStore): void => {
  let test: StoreUnderTest;
  beforeEach(async () => {
    test = await open();
  });
  afterEach(() => test.close());

  it('is nobody’s at first', async () => {
    expect(await test.store.readLease('projector')).toEqual({ fence: 0 });
  });

  it('goes to whoever knows its fence, and to nobody else', async () => {
    expect(await test.store.compareAndSetLease('projector', 1, 'a')).toBe(false);
    expect(await test.store.compareAndSetLease('projector', 0, 'a')).toBe(true);
    expect(await test.store.readLease('projector')).toEqual({ fence: 1, holder: 'a' });
    expect(await test.store.compareAndSetLease('projector', 0, 'b')).toBe(false);
    expect(await test.store.compareAndSetLease('projector', 1, 'a')).toBe(true);
    expect(await test.store.compareAndSetLease('projector', 1, 'b')).toBe(false);
    expect(await test.store.compareAndSetLease('projector', 2, 'b')).toBe(true);
    expect(await test.store.readLease('projector')).toEqual({ fence: 3, holder: 'b' });
  });

  it('can be given back, and its fence goes on', async () => {
    await test.store.compareAndSetLease('projector', 0, 'a');
    expect(await test.store.compareAndSetLease('projector', 1, undefined)).toBe(true);
    expect(await test.store.readLease('projector')).toEqual({ fence: 2 });
    expect(await test.store.compareAndSetLease('projector', 2, 'b')).toBe(true);
  });

  it('is apart from leases of other names', async () => {
    await test.store.compareAndSetLease('projector', 0, 'a');
    expect(await test.store.readLease('mailer')).toEqual({ fence: 0 });
    expect(await test.store.compareAndSetLease('mailer', 0, 'b')).toBe(true);
  });

  it('has one winner of all who ask at once', async () => {
    for (let fence = 0; fence < 10; fence++) {
      const asked = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => test.store.compareAndSetLease('projector', fence, holder)));
      expect(asked.filter(Boolean)).toHaveLength(1);
    }
  });
};
