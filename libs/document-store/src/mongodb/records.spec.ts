import type { Db } from 'mongodb';
import type { ProjectionRecord } from '../document-store.js';
import { DocumentsUnavailable } from '../failures.js';
import { RECORD_TRIES_MAX } from './limits.js';
import { Records } from './records.js';

const record: ProjectionRecord = { projection: 'tickets', revision: 1, builds: {} };

/** Records whose checkpoints move so many times just before this one is written. */
const moving = (times: number) => {
  let tries = 0;
  const collection = {
    findOne: async () => ({ _id: record.projection, moves: tries, record }),
    replaceOne: async () => ({ matchedCount: ++tries > times ? 1 : 0 }),
  };
  return new Records({ collection: () => collection } as unknown as Db);
};

describe('a record whose checkpoints move while it is written', () => {
  test('is read and tried again', async () => {
    expect(await moving(RECORD_TRIES_MAX - 1).compareAndSet(1, record)).toBe(true);
  });

  test('is given up after the last try, and the store is said to be busy', async () => {
    await expect(moving(RECORD_TRIES_MAX).compareAndSet(1, record)).rejects.toThrow(DocumentsUnavailable);
  });
});
