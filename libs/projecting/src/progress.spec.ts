import type { Build, ProjectionRecord } from '@docket/document-store';
import { readProgress } from './progress.js';
import { fuelled, Scene } from './testing/scene.js';

const build = (id: string, rest: Partial<Build> = {}): Build => ({
  id,
  version: '1',
  logId: 'log',
  collections: ['vans'],
  startedAt: '2024-05-20T07:00:00.000Z',
  ...rest,
});

const at = (ordinal: number, recordedAt = '2024-05-20T07:59:30.000Z') => ({
  checkpoint: { position: String(ordinal).padStart(20, '0'), eventId: 'e', logId: 'log', recordedAt },
});

const progressOf = async (record: Omit<ProjectionRecord, 'projection' | 'revision'> | undefined) => {
  const scene = new Scene();
  await scene.happen(fuelled(), fuelled(), fuelled());
  if (record) await scene.documents.compareAndSetProjection(0, { projection: 'vans', revision: 0, ...record });
  const [progress] = await readProgress({ ...scene, projections: [{ name: 'vans' }] });
  return progress;
};

describe('the progress of a projection', () => {
  it('is absent where nothing has been built', async () => {
    expect(await progressOf(undefined)).toEqual({ projection: 'vans', state: 'absent' });
  });

  it('counts the lag in events, and in seconds from the last event it has finished with', async () => {
    expect(await progressOf({ serving: 'a', builds: { a: build('a', at(1)) } })).toEqual({
      projection: 'vans',
      state: 'serving',
      serving: expect.objectContaining({ build: 'a', lagEvents: 2, lagSeconds: 30, position: '00000000000000000001' }),
    });
  });

  it('has no lag at the head of the log, however long ago its last event was', async () => {
    expect((await progressOf({ serving: 'a', builds: { a: build('a', at(3)) } }))?.serving).toMatchObject({ lagEvents: 0, lagSeconds: 0 });
  });

  it('does not know its seconds before the first event, and never has less than none', async () => {
    const begun = await progressOf({ serving: 'a', builds: { a: build('a') } });
    expect(begun?.serving).toMatchObject({ lagEvents: 3 });
    expect(begun?.serving).not.toHaveProperty('lagSeconds');
    const early = await progressOf({ serving: 'a', builds: { a: build('a', at(1, '2024-05-20T09:00:00.000Z')) } });
    expect(early?.serving?.lagSeconds).toBe(0);
  });

  it('shows the newest build beside the serving one, and none that has retired', async () => {
    const builds = {
      a: build('a', at(3)),
      b: build('b', at(1)),
      c: build('c', { startedAt: '2024-05-20T07:30:00.000Z' }),
      d: build('d', { startedAt: '2024-05-20T07:45:00.000Z', retiredAt: '2024-05-20T07:46:00.000Z' }),
    };
    expect(await progressOf({ serving: 'a', builds })).toMatchObject({
      state: 'building',
      serving: { build: 'a' },
      building: { build: 'c' },
    });
  });

  it('is stopped by the event that a fold could not take, until that has been passed', async () => {
    const stopped = { stopped: { position: '00000000000000000002', reason: 'no' } };
    expect(await progressOf({ serving: 'a', builds: { a: build('a', { ...at(1), ...stopped }) } })).toMatchObject({
      state: 'stopped',
      serving: stopped,
    });
    const passed = await progressOf({ serving: 'a', builds: { a: build('a', { ...at(2), ...stopped }) } });
    expect(passed?.state).toBe('serving');
    expect(passed?.serving).not.toHaveProperty('stopped');
    const beside = { a: build('a', at(3)), b: build('b', stopped) };
    expect((await progressOf({ serving: 'a', builds: beside }))?.state).toBe('stopped');
  });
});
