import { copyFileSync } from 'node:fs';
import { Desk, row } from './testing/desk.js';

const rows = [
  row('7', '2024-05-20 10:00', { group: 'Post' }),
  row('7', '2024-05-20 11:00', { group: 'Post', who: 'bob', state: 'Active' }),
  row('8', '2024-05-20 12:00', { who: 'ann', caller: 'eve' }),
  row('7', '2024-05-20 13:00', { group: 'Night', who: 'ann', state: 'Closed' }),
];

test('an import into a log that was restored from an older copy adds what that has lost, and whom', async () => {
  const desk = await Desk.open();
  await desk.write(...rows).import();
  const restored = await Desk.open();
  await restored.write(...rows.slice(0, 2)).import();
  copyFileSync(desk.workingFile, restored.workingFile);
  const end = await restored.write(...rows).import();
  expect(end).toMatchObject({ began: 'restored', rowsBefore: 0, counts: { rows: 4, tickets: 1, rejected: 0 } });
  expect(await restored.streams()).toEqual(await desk.streams());
  expect(await restored.import()).toMatchObject({ began: 'on', rowsBefore: 4 });
});
