import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentStoreContract } from '../testing/contract/document-store-contract.js';
import { SqliteDocumentReader } from './sqlite-document-reader.js';
import { SqliteDocumentStore } from './sqlite-document-store.js';

documentStoreContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docket-documents-'));
  const file = join(folder, 'documents.db');
  const reader = await SqliteDocumentReader.open(file);
  const store = await SqliteDocumentStore.open(file);
  return {
    store,
    reader,
    close: async () => {
      await reader.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});
