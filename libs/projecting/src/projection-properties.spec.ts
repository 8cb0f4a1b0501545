import fc from 'fast-check';
import { happenings, logOf, parcelLogs, parcels, vans } from './testing/parcels.js';
import { collectionsLeftEmpty } from './testing/plain-fold.js';
import { checkProjection, projectionProperties } from './testing/projection-properties.js';
import type { Projection } from './projection.js';

projectionProperties([parcels(), vans()], parcelLogs, { runs: 200 });

const [aLongLog] = fc.sample(happenings({ minLength: 5_000, maxLength: 5_000 }), { numRuns: 1, seed: 1 });
projectionProperties([parcels()], [logOf(aLongLog ?? [])], { runs: 1 });

describe('the check of a projection', () => {
  const [log] = fc.sample(happenings({ minLength: 30, maxLength: 30 }).map(logOf), { numRuns: 1, seed: 2 });
  const events = log ?? [];

  it('passes over a log', async () => {
    await checkProjection(parcels(), events, 1);
  });

  it('finds a fold that depends on something else than the row and the event', async () => {
    let folds = 0;
    const counting = { ...vans(), events: ['ParcelMoved'], fold: () => ({ fuelled: ++folds }) };
    await expect(checkProjection(counting, events, 1)).rejects.toThrow(/^projection vans, one event at a time \(seed 1\): vans\//);
  });

  it('finds a fold that changes what it was given', async () => {
    const changing: Projection = { ...vans(), events: ['ParcelMoved'], fold: (row) => Object.assign(row ?? {}, { fuelled: 1 }) };
    await expect(checkProjection(changing, events, 1)).rejects.toThrow(TypeError);
  });

  it('says which event a projection can not take', async () => {
    const failing: Projection = {
      ...vans(),
      events: ['ParcelMoved'],
      rows: { ...vans().rows, terms: () => ['x'.repeat(1_000)] },
    };
    await expect(checkProjection(failing, events, 1)).rejects.toThrow(/^vans can't take ParcelMoved at 0+\d+: /);
  });
});

describe('what logs say nothing of', () => {
  const posted = { stream: 'parcel-a', type: 'ParcelPosted', data: { depot: 'north', grams: 1 } };
  const scanned = { stream: 'parcel-a', type: 'ParcelScanned', data: { by: 'east' } };
  const lost = { stream: 'parcel-a', type: 'ParcelLost', data: {} };

  it('is a projection that takes none of their events', () => {
    expect(collectionsLeftEmpty(vans(), [logOf([posted, lost]), logOf([posted])])).toEqual(['vans']);
  });

  it('is a collection into which nothing of them is derived', () => {
    expect(collectionsLeftEmpty(parcels(), [logOf([posted])])).toEqual(['scans']);
  });

  it('is nothing where one of them fills each collection, though what was in it has gone again', () => {
    expect(collectionsLeftEmpty(parcels(), [logOf([]), logOf([posted, lost]), logOf([posted, scanned])])).toEqual([]);
  });

  it('is what its key or its fold leaves aside, too', () => {
    expect(collectionsLeftEmpty({ ...parcels(), key: () => undefined }, [logOf([posted])])).toEqual([
      'parcels',
      'depots',
      'stays',
      'scans',
    ]);
    expect(collectionsLeftEmpty({ ...vans(), events: ['ParcelPosted'], fold: (row) => row }, [logOf([posted])])).toEqual(['vans']);
  });
});
