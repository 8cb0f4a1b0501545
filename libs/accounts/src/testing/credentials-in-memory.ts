import type { CredentialStore } from '../credentials/credential-store.js';

/** Verifiers in memory. */
export class CredentialsInMemory implements CredentialStore {
  readonly verifiers = new Map<string, string>();

  get(accountId: string, credentialId: string): Promise<string | undefined> {
    return Promise.resolve(this.verifiers.get(`${accountId} ${credentialId}`));
  }

  put(accountId: string, credentialId: string, verifier: string): Promise<void> {
    this.verifiers.set(`${accountId} ${credentialId}`, verifier);
    return Promise.resolve();
  }

  remove(accountId: string, credentialId: string): Promise<void> {
    this.verifiers.delete(`${accountId} ${credentialId}`);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
