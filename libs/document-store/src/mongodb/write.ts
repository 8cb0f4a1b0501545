import { MongoBulkWriteError, type AnyBulkWriteOperation, type Collection, type WriteError } from 'mongodb';
import { bounded, DUPLICATE_KEY } from './failure.js';
import { REPLACED_DOCUMENTS_MAX } from './limits.js';
import { steps } from './steps.js';
import type { Stored } from './stored.js';

/** Writes documents so that an older one changes nothing, without a transaction and whoever else writes: a document that is there is replaced only where its
 *  position is older, a new one is inserted, and where somebody else was first with it, it is replaced in the same way. Doing it again changes nothing. */
export const writeGuarded = async (collection: Collection<Stored>, documents: readonly Stored[]): Promise<void> => {
  for (const some of steps(newestOf(documents))) await writeStep(collection, some);
};

const writeStep = async (collection: Collection<Stored>, newest: readonly Stored[]): Promise<void> => {
  const there = await bounded('reading positions', () => positionsOf(collection, newest));
  const older = newest.filter(({ _id, position }) => (there.get(_id) ?? position) < position);
  const fresh = newest.filter(({ _id }) => !there.has(_id));
  await replaceOlder(collection, older);
  await replaceOlder(collection, await bounded('inserting documents', () => insert(collection, fresh)));
};

const positionsOf = async (collection: Collection<Stored>, documents: readonly Stored[]): Promise<ReadonlyMap<string, string>> => {
  const found = collection.find(
    { _id: { $in: documents.map(({ _id }) => _id) } },
    { projection: { position: 1 }, readConcern: 'majority' },
  );
  return new Map((await found.toArray()).map(({ _id, position }) => [_id, position]));
};

/** What one commit says of a document ends as its newest position says. */
const newestOf = (documents: readonly Stored[]): readonly Stored[] => {
  const newest = new Map<string, Stored>();
  for (const document of documents) {
    const before = newest.get(document._id);
    if (!before || before.position < document.position) newest.set(document._id, document);
  }
  return [...newest.values()];
};

const replaceOlder = async (collection: Collection<Stored>, documents: readonly Stored[]): Promise<void> => {
  const operations = documents.map((document): AnyBulkWriteOperation<Stored> => ({
    replaceOne: { filter: { _id: document._id, position: { $lt: document.position } }, replacement: document },
  }));
  for (const some of steps(operations, REPLACED_DOCUMENTS_MAX))
    await bounded('replacing documents', () => collection.bulkWrite(some, { ordered: false }));
};

/** Gives the documents that somebody else was first with. (What a server counts as inserted is not to be trusted; its errors are.) */
const insert = async (collection: Collection<Stored>, documents: readonly Stored[]): Promise<readonly Stored[]> => {
  if (documents.length === 0) return [];
  try {
    await collection.insertMany([...documents], { ordered: false });
    return [];
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const errors: readonly WriteError[] = [error.writeErrors].flat();
    const other = errors.find(({ code }) => code !== DUPLICATE_KEY);
    // Those without an error are inserted, but perhaps not by the majority: that is said beside the duplicates, and not by the error's own code.
    if (other || errors.length === 0 || error.result.getWriteConcernError()) throw error;
    return errors.map(({ index }) => documents[index] as Stored);
  }
};
