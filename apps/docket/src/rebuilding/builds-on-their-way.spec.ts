import type { BuildProgress } from '@docket/projecting';
import { BuildsOnTheirWay } from './builds-on-their-way.js';

const build = (id: string, lagEvents: number, more: Partial<BuildProgress> = {}): BuildProgress => ({
  build: id,
  version: '1',
  startedAt: '2024-05-20T00:00:00.000Z',
  lagEvents,
  ...more,
});

describe('builds on their way', () => {
  const given = () => {
    const builds = new BuildsOnTheirWay(100);
    builds.add('tickets', 'new');
    builds.add('agents', 'first');
    return builds;
  };

  test('are done when each has caught up and serves', () => {
    const look = given().look([
      { projection: 'tickets', state: 'serving', serving: build('new', 0) },
      { projection: 'agents', state: 'serving', serving: build('first', 0) },
      { projection: 'queues', state: 'serving', serving: build('other', 50) },
    ]);
    expect(look).toEqual({ done: 200, total: 200, working: [] });
  });

  test('that another build still serves for, or that serve but lag, are not done', () => {
    const look = given().look([
      { projection: 'tickets', state: 'building', serving: build('old', 0), building: build('new', 30) },
      { projection: 'agents', state: 'serving', serving: build('first', 20) },
    ]);
    expect(look).toEqual({ done: 150, total: 200, working: ['tickets', 'agents'] });
  });

  test('tell when an event stopped one', () => {
    const stopped = { position: '7', reason: 'Error: no' };
    const look = given().look([
      { projection: 'tickets', state: 'stopped', serving: build('old', 0), building: build('new', 30, { stopped }) },
    ]);
    expect(look.stopped).toEqual({ projection: 'tickets', ...stopped });
  });
});
