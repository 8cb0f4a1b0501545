import { MemoryEventStore } from '@docket/event-store/testing';
import type { LogWorld } from '../contract/harbour.contract.js';

/** A log in memory, which nobody else has. */
export const memoryWorld = async (): Promise<LogWorld> => {
  const store = new MemoryEventStore();
  return { store, loseNextAcknowledgements: (count) => store.loseNextAcknowledgement(count), end: () => store.close() };
};
