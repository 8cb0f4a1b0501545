import { DocumentsUnavailable } from '@docket/document-store';

/** Where the verifiers of passwords are kept: outside the log, which is never forgotten, exported and read by many, and outside the read models, which are
 *  dropped and built anew. Each is known by the account and the credential that the account's last PasswordSet names. Every call fails with
 *  CredentialsUnavailable while the store is away. */
export interface CredentialStore {
  /** undefined: there is none. */
  get(accountId: string, credentialId: string): Promise<string | undefined>;
  /** Durable when it resolves. */
  put(accountId: string, credentialId: string, verifier: string): Promise<void>;
  /** Where it is there. */
  remove(accountId: string, credentialId: string): Promise<void>;
  close(): Promise<void>;
}

/** Where Nest's container has the CredentialStore. */
export const CREDENTIALS = Symbol('docket.CredentialStore');

/** The store is not to be had at the moment. */
export class CredentialsUnavailable extends DocumentsUnavailable {}
