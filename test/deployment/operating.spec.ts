import { createMetrics } from '@docket/gateway';
import { projectFile } from './compose-file.js';

describe('docs/operating.md', () => {
  it('explains each setting of the program, and no other', () => {
    const read = [...projectFile('apps/docket/src/settings.ts').matchAll(/read\('([A-Z_]+)'/g)].map(([, name]) => name);
    const explained = [...projectFile('docs/operating.md').matchAll(/^\| `([A-Z_]+)` +\| .+ \| .+ \|$/gm)].map(([, name]) => name);
    expect(read.length).toBeGreaterThan(5);
    expect(explained.sort()).toEqual(read.sort());
  });

  it('explains each metric of Docket with its labels, and no other', async () => {
    const serving = { build: 'b', version: '1', startedAt: '2024-05-20T00:00:00.000Z', lagEvents: 0, lagSeconds: 0 };
    const metrics = await createMetrics(async () => ({
      ready: true,
      reasons: [],
      stores: { events: 'open', documents: 'open' },
      projections: [{ projection: 'tickets', state: 'serving', serving }],
    }));
    metrics.observeRequest('GET', '/api/v1/tickets', 200, 0.01);
    metrics.countCommand('createTicket', 'changed');
    metrics.observeAppend('appended', 0.01);
    metrics.observeCommit(1);
    const told = [...(await metrics.text()).matchAll(/^(docket_\w+?)(?:_count)?(?:\{([^}]*)\})? [\d.e+-]+$/gm)]
      .map(([, name = '', labels = '']) => ({ name, labels: [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label).sort() }))
      .filter(({ name }) => !/_(bucket|sum)$/.test(name));
    const explained = [...projectFile('docs/operating.md').matchAll(/^\| `(docket_\w+)` +\| (.+?) +\| .+ \|$/gm)].map(
      ([, name = '', labels = '']) => ({ name, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label).sort() }),
    );
    const unique = [...new Map(told.map((metric) => [metric.name, metric])).values()];
    const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1);
    expect(explained.sort(byName)).toEqual(unique.sort(byName));
    expect(explained.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'docket_commands_total',
        'docket_append_duration_seconds',
        'docket_commit_appends',
        'docket_projection_lag_events',
        'docket_http_request_duration_seconds',
      ]),
    );
  });
});
