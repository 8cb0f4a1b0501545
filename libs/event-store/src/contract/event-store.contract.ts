import { appending } from './appending.contract.js';
import { data } from './data.contract.js';
import { limits } from './limits.contract.js';
import { reading } from './reading.contract.js';
import { repeating } from './repeating.contract.js';
import { subscribing } from './subscribing.contract.js';
import type { EventStoreWorldFactory } from './world.contract.js';

/** What every event store does. An adapter calls it in a spec of its own; the factory makes a world with an empty log for each test. */
export const eventStoreContract = (name: string, factory: EventStoreWorldFactory): void => {
  describe(`${name}, as an event store`, () => {
    describe('appending', () => appending(factory));
    describe('repeating an append', () => repeating(factory));
    describe('reading', () => reading(factory));
    describe('subscribing', () => subscribing(factory));
    describe('limits', () => limits(factory));
    describe('data', () => data(factory));
  });
};
