import 'reflect-metadata';
import type { StoredDocument } from '@docket/document-store';
import type { ReadModels } from '@docket/projecting';
import type { StreamLoader } from '@docket/deciding';
import { RequesterCards } from './requester-cards.js';

const customer = (id: string, name: string) => ({ id, name, revision: 0, position: '1', createdAt: '', updatedAt: '' });

/** Customers in a read model that stands at a position, and in their streams. */
class Customers {
  position = '1';
  readonly projected = new Map<string, string>();
  readonly written = new Map<string, string>();
  readonly read: string[] = [];

  readonly cards = new RequesterCards(
    {
      open: async () => ({
        build: 'b',
        position: this.position,
        getMany: async (_collection: string, ids: readonly string[]) => {
          this.read.push(...ids);
          const found = ids
            .filter((id) => this.projected.has(id))
            .map((id) => [id, { body: customer(id, this.projected.get(id) ?? '') }] as const);
          return new Map(found) as unknown as ReadonlyMap<string, StoredDocument<never>>;
        },
      }),
    } as unknown as ReadModels,
    {
      load: async (_fold: unknown, id: string) => {
        const name = this.written.get(id);
        return name === undefined ? undefined : { state: customer(id, name), revision: 0, position: '1' };
      },
    } as unknown as StreamLoader,
  );

  async texts(...ids: string[]) {
    return this.cards.cardsOf(await this.cards.open({}), ids);
  }

  async names(...ids: string[]) {
    return (await this.texts(...ids)).map((card) => JSON.parse(card) as object);
  }
}

describe('the cards of requesters', () => {
  test('come in the order that was asked for, each as often', async () => {
    const customers = new Customers();
    customers.projected.set('a', 'Ann').set('b', 'Bob');
    expect(await customers.texts('b', 'a', 'b')).toEqual(['{"id":"b","name":"Bob"}', '{"id":"a","name":"Ann"}', '{"id":"b","name":"Bob"}']);
    expect(await customers.texts()).toEqual([]);
  });

  test('are read again as soon as the customers have moved on, and not before', async () => {
    const customers = new Customers();
    customers.projected.set('a', 'Ann');
    await customers.names('a');
    await customers.names('a');
    expect(customers.read).toEqual(['a']);
    customers.projected.set('a', 'Anne');
    customers.position = '2';
    expect(await customers.names('a')).toEqual([{ id: 'a', name: 'Anne' }]);
    expect(customers.read).toEqual(['a', 'a']);
  });

  test('come from the streams where the read model is behind, and are not remembered then', async () => {
    const customers = new Customers();
    customers.written.set('a', 'Ann');
    expect(await customers.names('a')).toEqual([{ id: 'a', name: 'Ann' }]);
    customers.written.set('a', 'Anne');
    expect(await customers.names('a')).toEqual([{ id: 'a', name: 'Anne' }]);
  });

  test('of somebody of whom nothing is known are the id', async () => {
    expect(await new Customers().names('ghost')).toEqual([{ id: 'ghost' }]);
  });

  test('survive that the customers move on while they are read', async () => {
    const customers = new Customers();
    customers.projected.set('a', 'Ann').set('b', 'Bob');
    await customers.names('a');
    const both = customers.names('a', 'b');
    customers.position = '2';
    const [first, second] = await Promise.all([both, customers.names('b')]);
    expect(first).toEqual([
      { id: 'a', name: 'Ann' },
      { id: 'b', name: 'Bob' },
    ]);
    expect(second).toEqual([{ id: 'b', name: 'Bob' }]);
  });
});
