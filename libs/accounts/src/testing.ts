export { CredentialsInMemory } from './testing/credentials-in-memory.js';
export { accountsInMemory } from './testing/accounts-in-memory.js';
