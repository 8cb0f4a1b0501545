import type { Health } from './health.js';
import { Metrics } from './metrics.js';

const serving = { build: 'b', version: '1', startedAt: '2024-05-20T00:00:00.000Z', lagEvents: 3, lagSeconds: 1.5 };
const well: Health = {
  ready: true,
  reasons: [],
  stores: { events: 'open', documents: 'open' },
  projections: [{ projection: 'tickets', state: 'serving', serving }],
};
const away: Health = { ready: false, reasons: ['away'], stores: { events: 'open', documents: 'unavailable' }, projections: [] };

describe('metrics', () => {
  test('are told while a store is away: that it is, and no lag of before', async () => {
    let health = well;
    const metrics = new Metrics(() => Promise.resolve(health));
    expect(await metrics.text()).toContain('docket_projection_lag_events{projection="tickets"} 3');
    health = away;
    const text = await metrics.text();
    expect(text).toContain('docket_store_up{store="documents"} 0');
    expect(text).toContain('docket_store_up{store="events"} 1');
    expect(text).not.toContain('docket_projection_lag_events{');
  });
});
