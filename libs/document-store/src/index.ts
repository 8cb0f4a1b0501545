export * from './document-store.js';
export * from './failures.js';
export * from './limits.js';
export { openMongoDocumentStore } from './open-mongo.js';
export * from './sqlite/sqlite-document-reader.js';
export * from './sqlite/sqlite-document-store.js';
export * from './term.js';
