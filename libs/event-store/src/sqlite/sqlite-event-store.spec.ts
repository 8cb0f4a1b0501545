import { eventStoreContract } from '../contract/event-store.contract.js';
import { SqliteWorld } from './sqlite-world.contract.js';

eventStoreContract('The SQLite adapter', () => SqliteWorld.make());
