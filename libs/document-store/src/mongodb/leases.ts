import type { Collection, Db } from 'mongodb';
import type { Lease } from '../document-store.js';
import { DUPLICATE_KEY } from './failure.js';
import { READ_MS_MAX } from './limits.js';

interface StoredLease {
  readonly _id: string;
  readonly fence: number;
  readonly holder?: string;
}

/** Leases: one document each, whose fence grows by one whenever it is written. */
export class Leases {
  readonly #leases: Collection<StoredLease>;

  constructor(db: Db) {
    this.#leases = db.collection('docket.leases');
  }

  async read(name: string): Promise<Lease> {
    const found = await this.#leases.findOne({ _id: name }, { readConcern: 'majority', maxTimeMS: READ_MS_MAX });
    return found ? { fence: found.fence, ...(found.holder === undefined ? {} : { holder: found.holder }) } : { fence: 0 };
  }

  async compareAndSet(name: string, expected: number, holder: string | undefined): Promise<boolean> {
    const next = { fence: expected + 1, ...(holder === undefined ? {} : { holder }) };
    if (expected > 0) return (await this.#leases.replaceOne({ _id: name, fence: expected }, next)).matchedCount === 1;
    try {
      await this.#leases.insertOne({ _id: name, ...next });
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === DUPLICATE_KEY) return false;
      throw error;
    }
  }
}
