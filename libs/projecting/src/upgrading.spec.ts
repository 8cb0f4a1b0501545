import { createReadModels } from './create-read-models.js';
import { ALONE_MS, AWAIT_DEADLINE_MS, CURSOR_LIFETIME_MS, DROP_GRACE_MS, LEASE_EXPIRES_MS, RECORDS_REFRESH_MS } from './limits.js';
import type { Projection } from './projection.js';
import type { ReadModels } from './read-models.js';
import { parcels, type Parcel } from './testing/parcels.js';
import { posted, Scene, turns, until } from './testing/scene.js';

/** The newer version's documents have a field that the older one's do not have. */
interface WeighedParcel extends Parcel {
  readonly heavy: boolean;
}

const OLDER = parcels('1') as Projection;
const NEWER: Projection = {
  ...(parcels('2') as Projection),
  fold(row, event) {
    const parcel = OLDER.fold(row, event) as Parcel | undefined;
    return parcel && ({ ...parcel, heavy: parcel.grams > 5 } satisfies WeighedParcel);
  },
};

let scene: Scene;
/** Queries of a gateway of the older program, and of one of the newer. */
let older: ReadModels;
let newer: ReadModels;
beforeEach(() => {
  scene = new Scene();
  older = createReadModels({ ...sources(), projections: [OLDER] });
  newer = createReadModels({ ...sources(), projections: [NEWER] });
});
afterEach(() => scene.end());

const sources = () => ({ documents: scene.documents, events: scene.events, clock: scene.clock });

const startOlder = (holder = 'an older one') => scene.start([OLDER], { holder });
const startNewer = (holder = 'a newer one') => scene.start([NEWER], { holder });

const servingVersion = async (): Promise<string | undefined> => {
  const record = await scene.documents.readProjection('parcels');
  return record?.builds[record.serving ?? '']?.version;
};

const serves = (version: string): Promise<void> => until(async () => (await servingVersion()) === version, `version ${version} serving`);

/** Posts a parcel, waits for it as a query does, and gives it as that gateway sees it. */
const postedSeenBy = async (gateway: ReadModels, parcel: string): Promise<unknown> => {
  const after = await scene.happen(posted(parcel, 'north', 9));
  return (await (await gateway.open('parcels', { after })).get('parcels', parcel))?.body;
};

const WITHOUT = { depot: 'north', grams: 9 };
const WITH = { ...WITHOUT, heavy: true };

/** Lets time pass as it does: bit by bit, so that whoever works goes on renewing its lease. */
const pass = async (ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= 1_000) {
    scene.clock.advance(Math.min(left, 1_000));
    await turns(8);
  }
};

describe('an upgrade that begins with the projectors', () => {
  it('is seen by no gateway: each is served by a build that it knows, and all of them are fed', async () => {
    await startOlder();
    expect(await postedSeenBy(older, 'a')).toMatchObject(WITHOUT);
    await startNewer();
    await serves('2');
    expect(await postedSeenBy(older, 'b')).not.toHaveProperty('heavy');
    expect(await postedSeenBy(newer, 'c')).toMatchObject(WITH);
    await pass(CURSOR_LIFETIME_MS - 60_000);
    expect(await postedSeenBy(older, 'd')).not.toHaveProperty('heavy');
    expect(await postedSeenBy(newer, 'e')).toMatchObject(WITH);
  });

  it('tells a gateway that is still of the older program, when its build’s time is over, that it is too old', async () => {
    await startOlder();
    await postedSeenBy(older, 'a');
    await startNewer();
    await serves('2');
    await pass(CURSOR_LIFETIME_MS);
    await expect(older.open('parcels')).rejects.toMatchObject({
      name: 'ReadModelBehind',
      retryAfterSeconds: 1,
      message: 'the read model parcels is served in a version that this process does not know: a newer program has taken over',
    });
    expect(await postedSeenBy(newer, 'b')).toMatchObject(WITH);
    await pass(DROP_GRACE_MS + RECORDS_REFRESH_MS);
    expect(Object.values((await scene.record('parcels')).builds).map(({ version }) => version)).toEqual(['2']);
  });

  it('leaves a gateway of the older program its build as it stands, where no projector of that program feeds it any more', async () => {
    const projector = await startOlder();
    await postedSeenBy(older, 'a');
    await startNewer();
    await serves('2');
    await projector.stop();
    const after = await scene.happen(posted('b'));
    await newer.passed('parcels', after);
    expect((await (await older.open('parcels')).get('parcels', 'a'))?.body).not.toHaveProperty('heavy');
    const waits = older.open('parcels', { after });
    await turns();
    scene.clock.advance(AWAIT_DEADLINE_MS);
    await expect(waits).rejects.toMatchObject({ name: 'ReadModelBehind', after });
  });
});

describe('an upgrade that begins with the gateways', () => {
  it('lets a newer gateway read the older build as it is, fed, until its own has been built', async () => {
    await startOlder();
    const before = await postedSeenBy(newer, 'a');
    expect(before).toMatchObject(WITHOUT);
    expect(before).not.toHaveProperty('heavy');
    await startNewer();
    await serves('2');
    expect(await postedSeenBy(newer, 'b')).toMatchObject(WITH);
    expect((await (await newer.open('parcels')).get('parcels', 'a'))?.body).toMatchObject(WITH);
    expect(await postedSeenBy(older, 'c')).not.toHaveProperty('heavy');
  });
});

describe('an older projector beside a newer one', () => {
  it('that is started again, or takes over from another older one, does not bring its version back', async () => {
    const first = await startOlder('the first older one');
    await startOlder('the second older one');
    await scene.happen(posted('a'));
    await startNewer();
    await serves('2');
    await first.stop();
    await pass(2 * LEASE_EXPIRES_MS);
    await startOlder('the third older one');
    await pass(2 * ALONE_MS);
    expect(await servingVersion()).toBe('2');
    expect(await postedSeenBy(older, 'b')).not.toHaveProperty('heavy');
    expect(await postedSeenBy(newer, 'c')).toMatchObject(WITH);
  });

  it('that is started again does not drop the newer one’s build before it has been finished', async () => {
    await startOlder();
    await postedSeenBy(older, 'a');
    const getGuarded = scene.documents.getGuarded.bind(scene.documents);
    const known = Object.keys((await scene.record('parcels')).builds)[0] ?? '';
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    scene.documents.getGuarded = async (collection, ids) => {
      if (!collection.endsWith(known)) await held;
      return getGuarded(collection, ids);
    };
    await startNewer();
    await startOlder();
    expect(Object.values((await scene.record('parcels')).builds).map(({ version }) => version)).toEqual(['1', '2']);
    release();
    await serves('2');
  });
});

describe('going back to the older program', () => {
  const upgraded = async () => {
    const first = await startOlder();
    await scene.happen(posted('a'));
    await first.stop();
    const second = await startNewer();
    await serves('2');
    return second;
  };

  it('brings its version back as soon as it is started where no newer projector works', async () => {
    await (await upgraded()).stop();
    await startOlder();
    await serves('1');
    expect(await postedSeenBy(older, 'b')).not.toHaveProperty('heavy');
  });

  it('brings it back also where an older projector merely went on, after a while', async () => {
    const projector = await upgraded();
    await startOlder();
    await projector.stop();
    await pass(ALONE_MS - RECORDS_REFRESH_MS);
    expect(await servingVersion()).toBe('2');
    await pass(3 * RECORDS_REFRESH_MS);
    await serves('1');
  });

  it('drops what a newer projector began and did not finish', async () => {
    await startOlder();
    await scene.happen(posted('a'));
    const known = Object.keys((await scene.record('parcels')).builds)[0] ?? '';
    const getGuarded = scene.documents.getGuarded.bind(scene.documents);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    scene.documents.getGuarded = async (collection, ids) => {
      if (!collection.endsWith(known)) await held;
      return getGuarded(collection, ids);
    };
    // It comes to a stop in the middle of its first batch, and its lease is not renewed any more.
    await startNewer();
    await until(async () => Object.keys((await scene.record('parcels')).builds).length === 2);
    const [lease = ''] = Object.keys((await scene.record('parcels')).terms ?? {}).slice(-1);
    const { fence } = await scene.documents.readLease(lease);
    await scene.documents.compareAndSetLease(lease, fence, 'nobody who lives');
    await pass(ALONE_MS + 3 * RECORDS_REFRESH_MS);
    expect(Object.keys((await scene.record('parcels')).builds)).toEqual([known]);
    release();
  });
});
