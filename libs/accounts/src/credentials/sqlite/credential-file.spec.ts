import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CredentialsUnavailable } from '../credential-store.js';
import { CredentialFile } from './credential-file.js';

describe('the file of credentials', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'docket-credentials-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = () => join(folder, 'credentials.db');

  test('keeps what is put until it is removed, for its owner alone', async () => {
    const store = new CredentialFile(file());
    await store.put('ann', 'c1', 'v1');
    await store.put('ann', 'c2', 'v2');
    await store.put('bo', 'c3', 'v3');
    await store.remove('ann', 'c1');
    await store.close();
    const again = new CredentialFile(file());
    expect(await Promise.all([again.get('ann', 'c1'), again.get('ann', 'c2'), again.get('bo', 'c3')])).toEqual([undefined, 'v2', 'v3']);
    await again.close();
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('that is none is said to be unavailable', async () => {
    writeFileSync(file(), 'this is no database, but it is long enough to look like one to somebody who does not look closely'.repeat(20));
    await expect(new CredentialFile(file()).get('ann', 'c1')).rejects.toThrow(CredentialsUnavailable);
  });
});
