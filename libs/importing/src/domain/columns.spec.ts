import { Columns } from './columns.js';

const columns = new Columns(['number', 'category', 'state', 'category', 'ticket #2']);

describe('a column', () => {
  test.each([
    ['number', 0],
    ['category', 1],
    ['category#1', 1],
    ['category#2', 3],
    ['ticket #2', 4],
    ['category#3', undefined],
    ['category#0', undefined],
    ['Number', undefined],
    ['', undefined],
  ])('%j is found at %s', (name, place) => {
    expect(columns.find(name)).toBe(place);
  });

  test.each([
    ['priority', 'the log has no column priority; its columns are number, category, state, category, ticket #2'],
    ['category#3', 'the log has only 2 columns of the name category, so there is no category#3'],
    ['state#2', 'the log has only one column of the name state, so there is no state#2'],
  ])('%s that is not there: %s', (name, reason) => {
    expect(columns.missing(name)).toBe(reason);
  });
});
