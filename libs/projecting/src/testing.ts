export * from './testing/actor.js';
export * from './testing/delivering.js';
export * from './testing/documents.js';
export * from './testing/manual-clock.js';
export * from './testing/parcels.js';
export * from './testing/plain-fold.js';
export * from './testing/projection-properties.js';
export * from './testing/stepped-store.js';
