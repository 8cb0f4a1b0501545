import { documentStoreContract } from './contract/document-store-contract.js';
import { MemoryDocumentStore } from './memory-document-store.js';

documentStoreContract('in memory', async () => {
  const store = new MemoryDocumentStore();
  return { store, reader: store, close: () => store.close() };
});
