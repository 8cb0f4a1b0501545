import { collecting } from './collecting.js';
import { counting } from './counting.js';
import { finding } from './finding.js';
import type { OpenStore } from './fixtures.js';
import { guarding } from './guarding.js';
import { leasing } from './leasing.js';
import { limiting } from './limiting.js';
import { recording } from './recording.js';
import { walking } from './walking.js';

/** What every adapter of the document store does. `open` gives an empty store each time. */
export const documentStoreContract = (name: string, open: OpenStore): void => {
  describe(`document store: ${name}`, () => {
    describe('documents and their guards', () => guarding(open));
    describe('collections', () => collecting(open));
    describe('lists', () => finding(open));
    describe('counts and the cap on what is examined', () => counting(open));
    describe('limits', () => limiting(open));
    describe('records of projections', () => recording(open));
    describe('leases', () => leasing(open));
    describe('walks', () => walking(open));
  });
};
