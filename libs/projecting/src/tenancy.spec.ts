import type { Build } from '@docket/document-store';
import { MemoryDocumentStore } from '@docket/document-store/testing';
import { withBuild, withBuildChanged } from './build-records.js';
import { PROGRAMS_MAX } from './limits.js';
import { dropBuild, withoutStop } from './rebuild.js';
import { Deposed, Tenancy } from './tenancy.js';
import { turns } from './testing/scene.js';
import { SteppedStore } from './testing/stepped-store.js';

const LEASE = 'projector-a';
const build = (id: string, rest: Partial<Build> = {}): Build => ({
  id,
  version: '1',
  logId: 'log',
  collections: ['vans'],
  startedAt: '2024-05-20T07:00:00.000Z',
  ...rest,
});

describe('the right to change records', () => {
  let documents: MemoryDocumentStore;
  beforeEach(async () => {
    documents = new MemoryDocumentStore();
    const builds = { old: build('old'), stopped: build('stopped', { stopped: { position: '9', reason: 'no' } }) };
    await documents.compareAndSetProjection(0, { projection: 'vans', revision: 1, serving: 'old', builds });
  });
  const record = () => documents.readProjection('vans');

  it('ends when a later holder of the lease begins', async () => {
    const [former, later] = [new Tenancy(documents, LEASE, 1), new Tenancy(documents, LEASE, 2)];
    await former.begin('vans');
    await former.change('vans', (present) => withBuild(present, build('a')));
    await later.begin('vans');
    const before = await record();
    await expect(former.change('vans', (present) => withBuild(present, build('b')))).rejects.toBeInstanceOf(Deposed);
    await expect(former.begin('vans')).rejects.toBeInstanceOf(Deposed);
    expect(await record()).toEqual(before);
    await later.change('vans', (present) => withBuild(present, build('c')));
    expect((await record())?.builds).toHaveProperty('c');
  });

  it('is not ended by whoever works for another program', async () => {
    const [own, other] = [new Tenancy(documents, LEASE, 1), new Tenancy(documents, 'projector-b', 2)];
    await own.begin('vans');
    await other.begin('vans');
    await own.change('vans', (present) => withBuild(present, build('a')));
    expect((await record())?.builds).toHaveProperty('a');
  });

  it('remembers the programs that worked last, so many and no more', async () => {
    for (let program = 0; program <= PROGRAMS_MAX; program++) await new Tenancy(documents, `projector-${program}`, 1).begin('vans');
    expect(Object.keys((await record())?.terms ?? {})).toEqual(Array.from({ length: PROGRAMS_MAX }, (_, i) => `projector-${i + 1}`));
  });

  it('keeps one that was paused from dropping a build that has been taken up again since it decided to', async () => {
    const gates: (() => void)[] = [];
    const stepped = new SteppedStore(documents, () => new Promise((resolve) => gates.push(resolve)));
    const dropping = dropBuild(stepped, new Tenancy(stepped, LEASE, 1), 'vans', build('stopped'));
    await turns();
    const later = new Tenancy(documents, LEASE, 2);
    await later.begin('vans');
    await later.change('vans', (present) => withoutStop(present, 'stopped'));
    const before = await record();
    const ended = dropping.then(
      () => 'dropped',
      (error: unknown) => error,
    );
    for (let step = 0; step < 10; step++) {
      gates.shift()?.();
      await turns();
    }
    expect(await ended).toBeInstanceOf(Deposed);
    expect(await record()).toEqual(before);
  });

  it('keeps one that was paused between its look and its change from changing', async () => {
    const former = new Tenancy(documents, LEASE, 1);
    const set = documents.compareAndSetProjection.bind(documents);
    documents.compareAndSetProjection = async (expected, next) => {
      documents.compareAndSetProjection = set;
      await new Tenancy(documents, LEASE, 2).begin('vans');
      return set(expected, next);
    };
    const late = former.change('vans', (present) => withBuildChanged(present, 'old', (old) => ({ ...old, version: '0' })));
    await expect(late).rejects.toBeInstanceOf(Deposed);
    expect((await record())?.builds['old']?.version).toBe('1');
  });
});
