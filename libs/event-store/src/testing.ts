export * from './memory/memory-event-store.js';
export * from './contract/event-store.contract.js';
export * from './testing/drawn-types.js';
export * from './testing/exported.js';
export {
  newEvent,
  newEvents,
  newStream,
  Subscriber,
  wholeLog,
  type EventStoreWorld,
  type EventStoreWorldFactory,
} from './contract/world.contract.js';
