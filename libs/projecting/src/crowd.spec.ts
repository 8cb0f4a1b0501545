import fc from 'fast-check';
import { Crowd } from './testing/crowd.js';
import { happenings, parcels } from './testing/parcels.js';
import { picking } from './testing/random.js';

describe('projectors at once over a store without transactions, stalling, dying, rebuilding and upgraded among events that keep coming', () => {
  it('give what a plain fold of the log gives, in every build, and send no reader back in time', async () => {
    let switches = 0;
    await fc.assert(
      fc.asyncProperty(
        happenings({ minLength: 10, maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 1, max: 3 }),
        async (events, seed, size) => {
          const crowd = new Crowd(parcels('1'), size, picking(seed));
          await crowd.live(events, parcels('2'));
          await crowd.settle();
          switches += crowd.switches;
        },
      ),
      { numRuns: 150 },
    );
    expect(switches).toBeGreaterThan(0);
  }, 60_000);
});
