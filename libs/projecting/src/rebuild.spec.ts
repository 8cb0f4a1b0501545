import type { Build, ProjectionRecord } from '@docket/document-store';
import { MemoryDocumentStore } from '@docket/document-store/testing';
import { changeRecord, switched } from './build-records.js';
import { CURSOR_LIFETIME_MS, DROP_GRACE_MS, RECORD_ATTEMPTS_MAX, SUPERSEDED_MAX } from './limits.js';
import { abandoned, buildsToDrop, buildsToFeed, dropBuild, overtaken, withRebuild, withWantedBuild } from './rebuild.js';
import { Tenancy } from './tenancy.js';
import { vans } from './testing/parcels.js';

const now = Date.parse('2024-05-20T08:00:00.000Z');
const begun = { id: 'new', logId: 'log', now };

const build = (id: string, version = '1', rest: Partial<Build> = {}): Build => ({
  id,
  version,
  logId: 'log',
  collections: ['vans'],
  startedAt: '2024-05-20T07:00:00.000Z',
  ...rest,
});
const at = (position: string) => ({ checkpoint: { position, eventId: 'e', logId: 'log', recordedAt: '2024-05-20T07:00:00.000Z' } });
const stopped = { stopped: { position: '9', reason: 'no' } };
const record = (serving: string | undefined, ...builds: Build[]): ProjectionRecord => ({
  projection: 'vans',
  revision: 7,
  builds: Object.fromEntries(builds.map((each) => [each.id, each])),
  ...(serving === undefined ? {} : { serving }),
});
const ids = (builds: readonly Build[]): string[] => builds.map(({ id }) => id);

describe('the wanted build', () => {
  it('serves at once where it is the first', () => {
    const first = withWantedBuild(record(undefined), vans(), begun, false);
    expect(first).toMatchObject({
      serving: 'new',
      builds: { new: { version: '1', collections: ['vans'], startedAt: '2024-05-20T08:00:00.000Z' } },
    });
  });

  it('begins beside a serving build of another version', () => {
    const next = withWantedBuild(record('old', build('old')), vans('2'), begun, false);
    expect(next).toMatchObject({ serving: 'old', builds: { old: { version: '1' }, new: { version: '2' } } });
  });

  it('is there where it serves, or is on its way, stopped or not', () => {
    expect(withWantedBuild(record('old', build('old')), vans(), begun, true)).toBeUndefined();
    expect(withWantedBuild(record('old', build('old'), build('b', '2')), vans('2'), begun, true)).toBeUndefined();
    expect(withWantedBuild(record('old', build('old'), build('b', '2', stopped)), vans('2'), begun, true)).toBeUndefined();
  });

  it('that was superseded comes back only where no other program works', () => {
    const superseded = { ...record('new', build('new', '2')), superseded: ['1'] };
    expect(withWantedBuild(superseded, vans(), { ...begun, id: 'again' }, false)).toBeUndefined();
    expect(withWantedBuild(superseded, vans(), { ...begun, id: 'again' }, true)).toMatchObject({ serving: 'new', builds: { again: {} } });
  });

  it('is not one that has retired', () => {
    const retired = build('b', '2', { retiredAt: '2024-05-20T07:59:00.000Z' });
    expect(withWantedBuild(record('old', build('old'), retired), vans('2'), begun, true)?.builds).toHaveProperty('new');
  });
});

describe('a rebuild that is asked for', () => {
  it('begins beside a serving build of the same version, once', () => {
    const next = withRebuild(record('old', build('old')), vans(), begun);
    expect(next).toMatchObject({ serving: 'old', builds: { new: { version: '1' } } });
    expect(next && withRebuild(next, vans(), { ...begun, id: 'newer' })).toBeUndefined();
  });

  it('takes the place of one that has stopped', () => {
    const next = withRebuild(record('old', build('old'), build('b', '1', stopped)), vans(), begun);
    expect(next && ids(overtaken(next))).toEqual(['b']);
  });

  it('serves at once where nothing serves', () => {
    expect(withRebuild(record(undefined), vans(), begun)?.serving).toBe('new');
  });
});

describe('the switch', () => {
  const both = (old: Partial<Build>, next: Partial<Build>) => record('old', build('old', '1', old), build('b', '2', next));

  it('lets the candidate serve and retires the one before', () => {
    expect(switched(both(at('3'), at('3')), 'b', now)).toMatchObject({
      serving: 'b',
      builds: { old: { retiredAt: '2024-05-20T08:00:00.000Z' }, b: { version: '2' } },
    });
    expect(switched(both({}, {}), 'b', now)?.serving).toBe('b');
    expect(switched(record(undefined, build('b')), 'b', now)?.serving).toBe('b');
  });

  it('remembers the version that was taken over from, until it comes back, and not for ever', () => {
    const superseded = Array.from({ length: SUPERSEDED_MAX }, (_, i) => `0.${i}`);
    const next = switched({ ...both({}, {}), superseded: ['2', ...superseded.slice(1)] }, 'b', now);
    expect(next?.superseded).toEqual([...superseded.slice(1), '1']);
    expect(switched({ ...both({}, {}), superseded }, 'b', now)?.superseded).toEqual([...superseded.slice(1), '1']);
    expect(switched(record('old', build('old'), build('again')), 'again', now)?.superseded).toEqual([]);
  });

  it('sends nobody back in time', () => {
    expect(switched(both(at('4'), at('3')), 'b', now)).toBeUndefined();
    expect(switched(both(at('1'), {}), 'b', now)).toBeUndefined();
  });

  it('is not made for a candidate that has stopped, has retired, serves already, or is gone', () => {
    expect(switched(both(at('3'), { ...at('3'), ...stopped }), 'b', now)).toBeUndefined();
    expect(switched(both(at('3'), { ...at('3'), retiredAt: '2024-05-20T07:00:00.000Z' }), 'b', now)).toBeUndefined();
    expect(switched(both({}, {}), 'old', now)).toBeUndefined();
    expect(switched(both({}, {}), 'gone', now)).toBeUndefined();
  });
});

describe('builds', () => {
  const retired = (ms: number): Partial<Build> => ({ retiredAt: new Date(now - ms).toISOString() });

  it('of the wanted version are fed, retired ones until their cursors have expired', () => {
    const all = record(
      'a',
      build('a'),
      build('b'),
      build('c', '2'),
      build('d', '1', retired(CURSOR_LIFETIME_MS - 1)),
      build('e', '1', retired(CURSOR_LIFETIME_MS)),
    );
    expect(ids(buildsToFeed(all, vans(), now))).toEqual(['a', 'b', 'd']);
  });

  it('of any version are dropped some time after that', () => {
    const over = CURSOR_LIFETIME_MS + DROP_GRACE_MS;
    const all = record('a', build('a', '1', retired(over)), build('b', '2', retired(over)), build('c', '1', retired(over - 1)), build('d'));
    expect(ids(buildsToDrop(all, now))).toEqual(['b']);
  });

  it('of another version that never served are abandoned', () => {
    expect(ids(abandoned(record('a', build('a', '2'), build('b'), build('c', '3'), build('d', '3', retired(1))), vans()))).toEqual(['c']);
  });
});

describe('dropping a build', () => {
  it('leaves it alone where it serves meanwhile', async () => {
    const documents = new MemoryDocumentStore();
    await documents.compareAndSetProjection(0, record('a', build('a')));
    await documents.define('vans@a', { name: 'vans', orders: [] });
    await dropBuild(documents, new Tenancy(documents, 'lease', 1), 'vans', build('a'));
    expect((await documents.readProjection('vans'))?.builds).toEqual({ a: build('a') });
    expect(await documents.get('vans@a', 'x')).toBeUndefined();
  });

  it('marks it first, so that nobody goes on with what is half dropped', async () => {
    const documents = new MemoryDocumentStore();
    await documents.compareAndSetProjection(0, record('a', build('a'), build('b')));
    documents.drop = () => Promise.reject(new Error('killed'));
    await expect(dropBuild(documents, new Tenancy(documents, 'lease', 1), 'vans', build('b'))).rejects.toThrow('killed');
    const left = (await documents.readProjection('vans')) ?? record(undefined);
    expect(ids(buildsToFeed(left, vans(), now))).toEqual(['a']);
    expect(ids(buildsToDrop(left, now))).toEqual(['b']);
    expect(switched(left, 'b', now)).toBeUndefined();
  });
});

describe('a change of a record', () => {
  it('is tried again where somebody else was first, and not for ever', async () => {
    const documents = new MemoryDocumentStore();
    let lost = 0;
    const set = documents.compareAndSetProjection.bind(documents);
    documents.compareAndSetProjection = async (expected, next) => (lost++ < 3 ? false : set(expected, next));
    expect((await changeRecord(documents, 'vans', (found) => withWantedBuild(found, vans(), begun, true))).revision).toBe(1);
    documents.compareAndSetProjection = async () => false;
    await expect(changeRecord(documents, 'vans', (found) => withRebuild(found, vans(), { ...begun, id: 'x' }))).rejects.toThrow(
      `changed by others ${RECORD_ATTEMPTS_MAX} times in a row`,
    );
  });
});
