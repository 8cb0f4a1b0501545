import { openMongoDocumentStore } from '../open-mongo.js';
import { CannotOpenDocuments, DocumentsUnavailable } from '../failures.js';
import { clientOf, databaseOf, unfit } from './open.js';

describe('opening documents in MongoDB', () => {
  it('is refused on FerretDB 1, with the reason', () => {
    for (const ferretdbVersion of ['v1.24.2', '1.0.0', 'v1.24.0-14-gabc'])
      expect(unfit({ ferretdbVersion })).toMatch(/^the server is FerretDB v?1\..*, whose updates are not atomic/);
  });

  it('is not refused on others', () => {
    for (const answer of [{}, { ferretdbVersion: 'v2.0.0' }, { ferretdbVersion: 'v10.1.0' }]) expect(unfit(answer)).toBeUndefined();
  });

  it('fails with one line that names the setting, where the address is none', async () => {
    for (const url of ['mongodb://', 'http://ada:secret@127.0.0.1', 'mongodb://127.0.0.1/?nonsense=1']) {
      const opened = openMongoDocumentStore({ url, database: 'docket', warn: () => undefined });
      await expect(opened).rejects.toThrow(CannotOpenDocuments);
      await expect(opened).rejects.toThrow(/^MONGODB_URL: (?!.*secret).+$/);
    }
  });

  it('reads from the primary and writes to the majority, whatever the address asks for', async () => {
    const client = clientOf('mongodb://127.0.0.1/?readPreference=secondaryPreferred&maxStalenessSeconds=120&w=1&retryWrites=true');
    const { readPreference, writeConcern } = databaseOf(client, 'docket').collection('notes');
    expect([readPreference?.mode, writeConcern?.w, client.options.retryWrites]).toEqual(['primary', 'majority', false]);
    await client.close();
  });

  it('fails as unavailable, where nobody answers', async () => {
    const opened = openMongoDocumentStore({ url: 'mongodb://127.0.0.1:1', database: 'docket', warn: () => undefined });
    await expect(opened).rejects.toThrow(DocumentsUnavailable);
  }, 30_000);
});
