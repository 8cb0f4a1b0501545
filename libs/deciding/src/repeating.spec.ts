import { repeatingContract } from './contract/repeating.contract.js';
import { memoryWorld } from './testing/memory-world.js';

repeatingContract('On a log in memory', memoryWorld);
