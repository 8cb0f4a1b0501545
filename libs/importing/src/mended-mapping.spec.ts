import { Desk, MAPPING, row } from './testing/desk.js';

describe('an import that is run again with a mended mapping', () => {
  test('takes what the one before could not', async () => {
    const rows = [
      row('7', '2024-05-20 10:00', { opened: '2024-05-20 09:00', caller: 'eve', by: 'ann' }),
      row('7', '2024-05-20 11:00', { opened: '2024-05-20 09:00', caller: 'eve', by: 'ann', state: 'Active' }),
      row('8', '2024-05-20 11:00', { opened: '2024-05-20 09:00', caller: 'eve', by: 'ann' }),
      row('8', '2024-05-22 08:00', { opened: '2024-05-20 09:00', caller: 'eve', by: 'ann', state: 'Closed' }),
    ];
    const whole = await Desk.open();
    await whole.write(...rows).import();
    const desk = await Desk.open();
    const mistaken = { ...MAPPING, time: { ...MAPPING.time, format: 'd/M/yyyy H:mm' } };
    expect(await desk.write(...rows).import({ mapping: mistaken })).toMatchObject({ counts: { rows: 4, events: 0, rejected: 4 } });
    expect(await desk.import()).toMatchObject({ counts: { rows: 4, tickets: 2, rejected: 0 }, began: 'remapped', rowsBefore: 0 });
    expect(await desk.streams()).toEqual(await whole.streams());
    expect(await desk.import()).toMatchObject({ counts: { rows: 0 }, began: 'on', rowsBefore: 4 });
  });

  test('does not put an old row behind newer ones', async () => {
    const desk = await Desk.open();
    const rows = [
      row('7', '2024-05-20 10:00', {}),
      row('7', '2024-05-20 11:00', { state: 'Parked' }),
      row('7', '2024-05-20 12:00', { state: 'Closed' }),
    ];
    await desk.write(...rows).import();
    expect(desk.rejected).toMatchObject([{ line: 3, reason: 'state: "Parked" is not among the values of the mapping' }]);
    const { status } = MAPPING.ticket;
    const mended = { ...MAPPING, ticket: { ...MAPPING.ticket, status: { ...status, values: { ...status.values, Parked: 'on_hold' } } } };
    expect(await desk.import({ mapping: mended })).toMatchObject({ began: 'remapped', rowsBefore: 0, counts: { events: 0, rejected: 1 } });
    expect(desk.rejected.slice(1)).toEqual([{ line: 3, case: '7', reason: 'later rows of its source are recorded already' }]);
    expect((await desk.ticket('7')).status).toBe('closed');
  });
});
