import type { EventMetadata, NewEvent, StreamEvent } from '@docket/event-store';
import fc from 'fast-check';
import type { Fields } from '../fields.js';
import type { DerivedChange, Projection } from '../projection.js';

/** A projection with all that projections can have: rows that come and go and come again, entries, an interval opened and closed, amounts in
 *  buckets that empty, several changes of one document by one event, events that change no row, and such as it does not take. */

export type ParcelEvent =
  | StreamEvent<'ParcelPosted', { depot: string; grams: number }>
  | StreamEvent<'ParcelMoved', { depot: string }>
  | StreamEvent<'ParcelWeighed', { grams: number }>
  | StreamEvent<'ParcelScanned', { by: string }>
  | StreamEvent<'ParcelLost', Record<string, never>>;

export interface Parcel {
  readonly depot: string;
  readonly grams: number;
  readonly moves: number;
  /** Id of the stay that is open. */
  readonly stay: string;
}

interface Stay {
  readonly depot: string;
  readonly from: string;
  readonly to?: string;
}

interface Depot {
  readonly parcels: number;
  readonly grams: number;
  /** Whatever ever happened here; it is never taken back. */
  readonly events: number;
}

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

const foldParcel = (parcel: Parcel | undefined, event: ParcelEvent): Parcel | undefined => {
  switch (event.type) {
    case 'ParcelPosted':
      return { depot: event.data.depot, grams: event.data.grams, moves: parcel ? parcel.moves + 1 : 0, stay: event.id };
    case 'ParcelMoved':
      return parcel && { ...parcel, depot: event.data.depot, moves: parcel.moves + 1, stay: event.id };
    case 'ParcelWeighed':
      return parcel && { ...parcel, grams: event.data.grams };
    case 'ParcelScanned':
      return parcel;
    case 'ParcelLost':
      return undefined;
  }
};

const depotChange = (id: string, parcels: number, grams: number, events: number): DerivedChange<Depot> => ({
  collection: 'depots',
  id,
  change(depot = { parcels: 0, grams: 0, events: 0 }) {
    const changed = { parcels: depot.parcels + parcels, grams: depot.grams + grams, events: depot.events + events };
    return changed.parcels === 0 && changed.grams === 0 ? undefined : changed;
  },
});

const stayChanges = (before: Parcel | undefined, after: Parcel | undefined, event: ParcelEvent): DerivedChange<Stay>[] => {
  if (before?.stay === after?.stay) return [];
  const changes: DerivedChange<Stay>[] = [];
  const at = event.metadata.recordedAt;
  if (before) changes.push({ collection: 'stays', id: before.stay, change: (stay) => stay && { ...stay, to: at } });
  if (after) changes.push({ collection: 'stays', id: after.stay, change: () => ({ depot: after.depot, from: at }) });
  return changes;
};

const parcelFields: Fields<Parcel> = {
  depot: { type: 'string', meaning: 'Where it is', example: 'north' },
  grams: { type: 'number', meaning: 'What it weighs', example: 3 },
  moves: { type: 'number', meaning: 'How often it was moved', example: 0 },
  stay: { type: 'string', meaning: 'The stay that is open', example: '00000000-0000-7000-8000-000000000001' },
};
const depotFields: Fields<Depot> = {
  parcels: { type: 'number', meaning: 'How many are here', example: 2 },
  grams: { type: 'number', meaning: 'What they weigh', example: 9 },
  events: { type: 'number', meaning: 'Whatever ever happened here', example: 12 },
};
const stayFields: Fields<Stay> = {
  depot: { type: 'string', meaning: 'Where', example: 'north' },
  from: { type: 'date', meaning: 'Since when', example: '2024-05-20T00:00:00.000Z' },
  to: { type: 'date', meaning: 'Until when', example: '2024-05-20T00:00:01.000Z' },
};
const scanFields: Fields<{ by: string; parcel: string }> = {
  by: { type: 'string', meaning: 'Who read it', example: 'east' },
  parcel: { type: 'string', meaning: 'What', example: 'a' },
};
const vanFields: Fields<{ fuelled: number }> = { fuelled: { type: 'number', meaning: 'How often', example: 1 } };

export const parcels = (version = '1'): Projection<Parcel, ParcelEvent> => ({
  name: 'parcels',
  version,
  rows: {
    name: 'parcels',
    meaning: 'A parcel.',
    fields: parcelFields,
    terms: ({ depot }) => [`depot:${depot}`],
    orders: { grams: { by: ({ grams }) => grams }, moves: { by: ({ moves }) => moves } },
  },
  derived: [
    { name: 'depots', meaning: 'A depot.', fields: depotFields, orders: { parcels: { by: (depot) => (depot as Depot).parcels } } },
    { name: 'stays', meaning: 'A stay.', fields: stayFields, orders: { from: { by: (stay) => (stay as Stay).from } } },
    { name: 'scans', meaning: 'A scan.', fields: scanFields, orders: { by: { by: (scan) => (scan as { by: string }).by } } },
  ],
  events: ['ParcelPosted', 'ParcelMoved', 'ParcelWeighed', 'ParcelScanned', 'ParcelLost'],
  key: ({ stream }) => idOf(stream),
  fold: foldParcel,
  derive(before, after, event) {
    const changes: DerivedChange[] = [...stayChanges(before, after, event)] as DerivedChange[];
    // Out of the one, into the other: for a depot that stays the same these are two changes of one document.
    if (before) changes.push(depotChange(before.depot, -1, -before.grams, 0));
    if (after) changes.push(depotChange(after.depot, 1, after.grams, 1));
    if (event.type === 'ParcelScanned')
      changes.push({ collection: 'scans', id: event.id, change: () => ({ by: event.data.by, parcel: idOf(event.stream) }) });
    return changes;
  },
});

/** A small projection beside the parcels: how often each van was fuelled. */
export const vans = (version = '1'): Projection => ({
  name: 'vans',
  version,
  rows: { name: 'vans', meaning: 'A van.', fields: vanFields, orders: { fuelled: { by: (van) => (van as { fuelled: number }).fuelled } } },
  events: ['VanFuelled'],
  key: ({ stream }) => stream,
  fold: (van) => ({ fuelled: ((van as { fuelled: number } | undefined)?.fuelled ?? 0) + 1 }),
});

const START = Date.parse('2024-05-20T00:00:00.000Z');

const metadataAt = (index: number): EventMetadata => {
  const at = new Date(START + index * 1_000).toISOString();
  return {
    schemaVersion: 1,
    recordedAt: at,
    occurredAt: at,
    actor: { kind: 'system', id: 'test' },
    via: 'system',
    commandId: uuidOf(index),
  };
};

const uuidOf = (index: number): string => `00000000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;

export interface Happening {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
}

/** A happening as an event that can be appended; the index makes its id and its time. */
export const newEvent = ({ type, data }: Happening, index: number): NewEvent => ({
  id: uuidOf(index),
  type,
  data,
  metadata: metadataAt(index),
});

/** Happenings as a log. */
export const logOf = (happenings: readonly Happening[]): readonly StreamEvent[] => {
  const revisions = new Map<string, number>();
  return happenings.map((happening, index) => {
    const revision = (revisions.get(happening.stream) ?? -1) + 1;
    revisions.set(happening.stream, revision);
    return { ...newEvent(happening, index), stream: happening.stream, revision, position: String(index + 1).padStart(20, '0') };
  });
};

const depot = fc.constantFrom('north', 'south', 'east');
const grams = fc.integer({ min: 1, max: 9 });
const stream = fc.constantFrom('parcel-a', 'parcel-b', 'parcel-c', 'parcel-d');

/** Happenings of few parcels in few depots, so that they meet. */
export const happenings = (
  options: { readonly minLength?: number; readonly maxLength?: number } = {},
): fc.Arbitrary<readonly Happening[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ stream, type: fc.constant('ParcelPosted'), data: fc.record({ depot, grams }) }) },
      { weight: 5, arbitrary: fc.record({ stream, type: fc.constant('ParcelMoved'), data: fc.record({ depot }) }) },
      { weight: 2, arbitrary: fc.record({ stream, type: fc.constant('ParcelWeighed'), data: fc.record({ grams }) }) },
      { weight: 2, arbitrary: fc.record({ stream, type: fc.constant('ParcelScanned'), data: fc.record({ by: depot }) }) },
      { weight: 2, arbitrary: fc.record({ stream, type: fc.constant('ParcelLost'), data: fc.constant({}) }) },
      { weight: 1, arbitrary: fc.record({ stream: fc.constant('van-1'), type: fc.constant('VanFuelled'), data: fc.record({ grams }) }) },
    ),
    { minLength: 5, maxLength: 40, size: 'max', ...options },
  );

export const parcelLogs: fc.Arbitrary<readonly StreamEvent[]> = happenings().map(logOf);
