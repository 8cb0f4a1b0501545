import type Database from 'better-sqlite3';
import type { OrderValue, Put } from '../document-store.js';
import { valueColumn, type Tables } from './schema.js';

type Values = readonly (OrderValue | null)[];

/** The values by which a collection's documents are ordered. A value that did not change leaves its index alone. */
export class Places {
  readonly #insert: Database.Statement;
  readonly #delete: Database.Statement;
  /** By the set of orders that change, as bits: prepared on first use. */
  readonly #updates = new Map<number, Database.Statement>();

  constructor(
    private readonly database: Database.Database,
    private readonly tables: Tables,
    private readonly orders: readonly string[],
  ) {
    const values = orders.map(() => '?').join(', ');
    this.#insert = database.prepare(`INSERT INTO ${tables.place} VALUES (?, ?, ${values})`);
    this.#delete = database.prepare(`DELETE FROM ${tables.place} WHERE key = ?`);
  }

  /** From the values that stand (none: it has no place) to those that are put (none: it has none any more). */
  write(key: number, id: string, before: Values | undefined, after: Put['orders'] | undefined): void {
    if (before && after) this.#updatePlace(key, before, after);
    else if (after) this.#insertPlace(key, id, after);
    else if (before) this.#delete.run(key);
  }

  #insertPlace(key: number, id: string, values: Put['orders']): void {
    const row: (OrderValue | undefined)[] = [key, id];
    for (const order of this.orders) row.push(values[order]);
    this.#insert.run(row);
  }

  #updatePlace(key: number, before: Values, values: Put['orders']): void {
    let changed = 0;
    const row: (OrderValue | undefined)[] = [];
    for (const [index, order] of this.orders.entries()) {
      const value = values[order];
      if (value === before[index]) continue;
      changed |= 1 << index;
      row.push(value);
    }
    if (changed === 0) return;
    row.push(key);
    this.#update(changed).run(row);
  }

  #update(changed: number): Database.Statement {
    let statement = this.#updates.get(changed);
    if (!statement) {
      const columns = this.orders.map((_, index) => index).filter((index) => changed & (1 << index));
      const assignments = columns.map((index) => `${valueColumn(index)} = ?`).join(', ');
      statement = this.database.prepare(`UPDATE ${this.tables.place} SET ${assignments} WHERE key = ?`);
      this.#updates.set(changed, statement);
    }
    return statement;
  }
}
