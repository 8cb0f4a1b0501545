import { claimContract } from './contract/claim.contract.js';
import { memoryWorld } from './testing/memory-world.js';

claimContract('On a log in memory', memoryWorld);
