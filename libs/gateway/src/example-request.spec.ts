import 'reflect-metadata';
import { exampleRequest } from './example-request.js';
import type { Operation } from './operation.js';
import { kettles } from './testing/kettles.js';

const operation = (name: string): Operation => {
  const found = kettles.operations.find((each) => each.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const id = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as unknown;

describe('the example of an operation is', () => {
  test('for a query, its parameters: there is no body', () => {
    expect(exampleRequest(operation('listKettles'))).toEqual({ path: {}, query: { on: true, name: ['a', 'b'] }, body: undefined });
  });

  test('for whatever changes something, its body: there is no query string', () => {
    expect(exampleRequest(operation('switchKettle'))).toEqual({ path: { id }, query: {}, body: { on: true } });
  });

  test('an id and nothing more where nothing is declared', () => {
    expect(exampleRequest(operation('getKettle'))).toEqual({ path: { id }, query: {}, body: undefined });
  });

  test('in the path, what is declared for it', () => {
    expect(exampleRequest(operation('putKettleOnShelf'))).toEqual({ path: { id, shelf: 'top' }, query: {}, body: {} });
  });
});
