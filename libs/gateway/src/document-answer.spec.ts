import { documentAnswer } from './document-answer.js';
import { JsonText } from './operation.js';

describe('the answer of one thing', () => {
  test('is its document as it stands in the store, with its revision', () => {
    const document = { id: 'a', position: '7', terms: [], body: { revision: 3 }, json: '{"revision": 3}' };
    expect(documentAnswer(document, 'team')).toEqual({ body: new JsonText('{"revision": 3}'), revision: 3 });
  });

  test('is a refusal where there is none', () => {
    expect(documentAnswer(undefined, 'team')).toMatchObject({ refused: true, code: 'team.notFound', kind: 'notFound' });
  });
});
