export { CredentialsInMemory } from './testing/credentials-in-memory.js';
