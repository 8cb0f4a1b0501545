import type { Provider } from '@nestjs/common';
import { CREDENTIALS } from '../credentials/credential-store.js';
import { Directory } from '../directory/directory.js';
import { DIRECTORY } from '../directory/directory-token.js';
import { CredentialsInMemory } from './credentials-in-memory.js';

/** What the accounts' module asks for, for a server in memory. */
export const accountsInMemory = (): readonly Provider[] => [
  { provide: DIRECTORY, useValue: new Directory() },
  { provide: CREDENTIALS, useValue: new CredentialsInMemory() },
];
