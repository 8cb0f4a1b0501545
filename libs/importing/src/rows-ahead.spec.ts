import { AHEAD_MS_MAX } from './domain/limits.js';
import { Desk, row } from './testing/desk.js';

describe('a row that is rejected', () => {
  test('because it lies in the future, by AHEAD_MS_MAX at most, is taken by the first import for which it does no more', async () => {
    const desk = await Desk.open();
    desk.write(row('7', '2024-05-20 10:00', {}), row('7', '2025-01-01 00:05', { state: 'Closed' }), row('8', '2025-01-02 00:00', {}));
    expect(await desk.import()).toMatchObject({ began: 'start', counts: { rows: 3, rejected: 2 } });
    desk.now = Date.parse('2025-01-01T00:04:59.999Z');
    expect(await desk.import()).toMatchObject({ began: 'on', counts: { rows: 0, rejected: 0 } });
    desk.now = Date.parse('2025-01-01T00:05Z');
    expect(await desk.import()).toMatchObject({ began: 'again', counts: { rows: 3, events: 1, rejected: 1 } });
    expect((await desk.ticket('7')).status).toBe('closed');
    desk.now += AHEAD_MS_MAX;
    expect(await desk.import()).toMatchObject({ began: 'again', counts: { rows: 3, tickets: 1, rejected: 0 } });
    expect(await desk.import()).toMatchObject({ began: 'on', rowsBefore: 3, counts: { rows: 0 } });
  });

  test('because it lies further in the future is a mistake, and stays one', async () => {
    const desk = await Desk.open();
    await desk.write(row('7', '2025-01-02 00:01', {})).import();
    desk.now += 10 * AHEAD_MS_MAX;
    expect(await desk.import()).toMatchObject({ began: 'on', counts: { rows: 0 } });
  });
});
