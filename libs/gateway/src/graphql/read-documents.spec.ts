import { buildSchema, type DocumentNode } from 'graphql';
import { GRAPHQL_DOCUMENTS_LENGTH_MAX, GRAPHQL_DOCUMENTS_MAX, GRAPHQL_LENGTH_MAX } from '../limits.js';
import { ReadDocuments } from './read-documents.js';

const schema = buildSchema('type Query { kettle(id: Int): String }');

const documentOf = (documents: ReadDocuments, id: number): DocumentNode => {
  const read = documents.read(`{ kettle(id: ${id}) }`);
  if ('errors' in read) throw new Error(read.errors.join());
  return read.document;
};

describe('documents that clients send', () => {
  test('are read once, as many of them as are remembered; the first of them is read again after one more', () => {
    const documents = new ReadDocuments(schema);
    const first = documentOf(documents, 1);
    for (let id = 2; id <= GRAPHQL_DOCUMENTS_MAX; id++) documentOf(documents, id);
    expect(documentOf(documents, 1)).toBe(first);
    documentOf(documents, GRAPHQL_DOCUMENTS_MAX + 1);
    expect(documentOf(documents, 1)).not.toBe(first);
  });

  test('have so many characters together that are remembered', () => {
    const documents = new ReadDocuments(schema);
    const long = (id: number) => {
      const read = documents.read(`{ kettle(id: ${id}) } #`.padEnd(GRAPHQL_LENGTH_MAX, 'x'));
      return 'errors' in read ? read.errors : read.document;
    };
    const fitting = GRAPHQL_DOCUMENTS_LENGTH_MAX / GRAPHQL_LENGTH_MAX;
    const first = long(1);
    for (let id = 2; id <= fitting; id++) long(id);
    expect(long(1)).toBe(first);
    long(fitting + 1);
    expect(long(1)).not.toBe(first);
  });

  test('say what is wrong with them', () => {
    const documents = new ReadDocuments(schema);
    for (const query of ['{ kettle', '{ pot }'])
      expect(documents.read(query)).toEqual({ errors: [expect.objectContaining({ name: 'GraphQLError' })] });
  });
});
