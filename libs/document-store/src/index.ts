export * from './document-store.js';
export * from './failures.js';
export * from './limits.js';
export { HEARTBEAT_MS as MONGO_HEARTBEAT_MS } from './mongodb/limits.js';
export { keepMongoConnected, openMongoDocumentStore } from './open-mongo.js';
export * from './reads-of-a-turn.js';
export * from './sqlite/sqlite-document-reader.js';
export * from './sqlite/sqlite-document-store.js';
export * from './term.js';
