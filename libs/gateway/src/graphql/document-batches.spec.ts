import type { ReadModels } from '@docket/projecting';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { QueryOperation } from '../operation.js';
import type { DocumentsRelation } from '../relation.js';
import { administrator, auditor } from '../testing/kettle-gateway.js';
import { kettles } from '../testing/kettles.js';
import { DocumentBatches } from './document-batches.js';

const getKettle = kettles.operations.find(({ name }) => name === 'getKettle') as QueryOperation;
const relation: DocumentsRelation = {
  on: 'Kitchen',
  field: 'kettle',
  description: '',
  operation: 'getKettle',
  kind: 'document',
  projection: 'kettles',
  collection: 'kettles',
  ids: () => [],
};

describe('documents that many things name', () => {
  const asked: (readonly string[])[] = [];
  const readModels = {
    open: () =>
      Promise.resolve({
        getMany: (_collection: string, ids: readonly string[]) => {
          asked.push(ids);
          return Promise.resolve(new Map(ids.filter((id) => id !== 'gone').map((id) => [id, { id, body: { id } }])));
        },
      }),
  } as unknown as ReadModels;

  test('are read at once, each once', async () => {
    const batches = new DocumentBatches(readModels, administrator);
    const found = await Promise.all(['a', 'b', 'a', 'gone'].map((id) => batches.get(relation, getKettle, [id], undefined)));
    expect(found).toEqual([[{ id: 'a' }], [{ id: 'b' }], [{ id: 'a' }], []]);
    expect(asked).toEqual([['a', 'b', 'gone']]);
  });

  test('are refused to whom the query is refused', async () => {
    await expect(new DocumentBatches(readModels, auditor).get(relation, getKettle, ['a'], undefined)).rejects.toThrow('getKettle is for');
  });

  test('keep nothing of a read that is done, at however many positions a long subscription asks', async () => {
    const batches = new DocumentBatches(readModels, administrator);
    const askAt = async (position: string): Promise<WeakRef<DocumentsRelation>> => {
      const asking = { ...relation };
      await batches.get(asking, getKettle, ['a'], position);
      return new WeakRef(asking);
    };
    const reads = [await askAt('1'), await askAt('2')];
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    // What was made in this turn of the event loop is not collected in it.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(reads.map((read) => read.deref())).toEqual([undefined, undefined]);
    expect(await batches.get(relation, getKettle, ['a'], '1')).toEqual([{ id: 'a' }]);
  });
});
