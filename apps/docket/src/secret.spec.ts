import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretOf } from './secret.js';

describe('the secret of a data folder', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'docket-secret-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is made once, for its owner alone, and found again', () => {
    const secret = secretOf(folder, undefined, false);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(secretOf(folder, undefined, true)).toBe(secret);
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
  });

  test('that is given is taken, and not kept', () => {
    expect(secretOf(folder, 'given by the operator', true)).toBe('given by the operator');
    expect(() => readFileSync(join(folder, 'secret'))).toThrow('ENOENT');
  });

  test('is not made anew for a log that is there', () => {
    expect(() => secretOf(folder, undefined, true)).toThrow(/^DOCKET_SECRET: .* has a log but not its secret/);
  });

  test('that was cut short is refused', () => {
    writeFileSync(join(folder, 'secret'), 'abc');
    expect(() => secretOf(folder, undefined, true)).toThrow('is no secret of Docket');
  });
});
