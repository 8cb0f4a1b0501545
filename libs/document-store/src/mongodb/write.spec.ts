import { type BulkWriteResult, type Collection, MongoBulkWriteError, type WriteConcernError, type WriteError } from 'mongodb';
import { DocumentsUnavailable } from '../failures.js';
import { DUPLICATE_KEY } from './failure.js';
import { REPLACED_DOCUMENTS_MAX, STEP_DOCUMENTS_MAX } from './limits.js';
import type { Stored } from './stored.js';
import { writeGuarded } from './write.js';

const document = (id: string): Stored => ({ _id: id, position: '1', removed: true });

/** What the driver throws where another has written the document at `index`, and maybe the majority has not taken the others. */
const duplicateAt = (index: number, concern?: WriteConcernError): MongoBulkWriteError => {
  const duplicate = { code: DUPLICATE_KEY, index } as WriteError;
  const result = { getWriteConcernError: () => concern } as BulkWriteResult;
  return new MongoBulkWriteError({ message: 'E11000 duplicate key', code: DUPLICATE_KEY, writeErrors: [duplicate] }, result);
};

/** An empty collection whose inserts fail so; gives the ids that are replaced. */
const collectionThat = (failure: MongoBulkWriteError): { collection: Collection<Stored>; replaced: string[] } => {
  const replaced: string[] = [];
  const collection = {
    find: () => ({ toArray: async () => [] }),
    insertMany: async () => Promise.reject(failure),
    bulkWrite: async (operations: readonly { replaceOne: { filter: { _id: string } } }[]) =>
      void replaced.push(...operations.map(({ replaceOne }) => replaceOne.filter._id)),
  };
  return { collection: collection as unknown as Collection<Stored>, replaced };
};

describe('new documents of which another was first with one', () => {
  test('are written, that one if it is older', async () => {
    const { collection, replaced } = collectionThat(duplicateAt(1));
    await writeGuarded(collection, [document('a'), document('b')]);
    expect(replaced).toEqual(['b']);
  });

  test('are not taken for written where the majority has not taken the others: a primary that steps down takes them back', async () => {
    const steppedDown = { code: 189, errmsg: 'Primary stepped down while waiting for replication' } as WriteConcernError;
    const { collection } = collectionThat(duplicateAt(1, steppedDown));
    await expect(writeGuarded(collection, [document('a'), document('b')])).rejects.toThrow(DocumentsUnavailable);
  });
});

test('many documents are asked for, inserted and replaced in pieces that are small enough for their timer', async () => {
  const pieces: Record<string, number[]> = { asked: [], inserted: [], replaced: [] };
  const there: Stored[] = [];
  const collection = {
    find: ({ _id }: { _id: { $in: readonly string[] } }) => {
      pieces['asked']?.push(_id.$in.length);
      return { toArray: async () => there };
    },
    insertMany: async (documents: readonly Stored[]) => void pieces['inserted']?.push(documents.length),
    bulkWrite: async (operations: readonly unknown[]) => void pieces['replaced']?.push(operations.length),
  } as unknown as Collection<Stored>;
  const many = Array.from({ length: STEP_DOCUMENTS_MAX + 1 }, (_, at) => document(String(at)));
  await writeGuarded(collection, many);
  expect(pieces).toEqual({ asked: [STEP_DOCUMENTS_MAX, 1], inserted: [STEP_DOCUMENTS_MAX, 1], replaced: [] });
  there.push(...many.slice(0, REPLACED_DOCUMENTS_MAX + 1).map((each) => ({ ...each, position: '0' })));
  await writeGuarded(
    collection,
    there.map(({ _id }) => document(_id)),
  );
  expect(pieces['replaced']).toEqual([REPLACED_DOCUMENTS_MAX, 1]);
});
