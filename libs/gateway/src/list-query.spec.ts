import 'reflect-metadata';
import { validateSync } from 'class-validator';
import type { ListPage } from '@docket/projecting';
import { CURSOR_LENGTH_MAX, LIST_LIMIT_DEFAULT, LIST_LIMIT_MAX, POSITION_LENGTH_MAX } from './limits.js';
import { ListQueryParameters, listAnswer, opening, pageOf } from './list-query.js';
import { JsonText } from './operation.js';

const wrongFields = (fields: Partial<ListQueryParameters>) =>
  validateSync(Object.assign(new ListQueryParameters(), fields)).map(({ property }) => property);

describe('the parameters of a list', () => {
  test.each([
    [{ limit: 1 }, []],
    [{ limit: LIST_LIMIT_MAX }, []],
    [{ limit: 0 }, ['limit']],
    [{ limit: LIST_LIMIT_MAX + 1 }, ['limit']],
    [{ limit: 1.5 }, ['limit']],
    [{ cursor: 'c'.repeat(CURSOR_LENGTH_MAX) }, []],
    [{ cursor: 'c'.repeat(CURSOR_LENGTH_MAX + 1) }, ['cursor']],
    [{ cursor: '' }, ['cursor']],
    [{ after: '1'.repeat(POSITION_LENGTH_MAX) }, []],
    [{ after: '1'.repeat(POSITION_LENGTH_MAX + 1) }, ['after']],
    [{ after: '' }, ['after']],
  ])('%j: wrong are %j', (fields, wrong) => {
    expect(wrongFields(fields)).toEqual(wrong);
  });

  test('without a limit a page has the default', () => {
    expect(pageOf(new ListQueryParameters())).toEqual({ limit: LIST_LIMIT_DEFAULT });
    expect(pageOf({ limit: 7, cursor: 'c' })).toEqual({ limit: 7, cursor: 'c' });
  });

  test('only what was asked opens the read model', () => {
    expect(opening({})).toEqual({});
    expect(opening({ after: '5', cursor: 'c' })).toEqual({ after: '5', cursor: 'c' });
  });
});

describe('the answer of a list', () => {
  const item = (json: string): ListPage<unknown>['items'][number] => ({ id: 'a', position: '1', terms: [], body: undefined, json });
  const textOf = (page: ListPage<unknown>) => {
    const { body } = listAnswer(page);
    if (!(body instanceof JsonText)) throw new Error('a list is text');
    return body.text;
  };

  test('is the documents as they stand in the store', () => {
    expect(textOf({ items: [item('{"a": 1}'), item('{"b":2}')], nextCursor: 'next"', partial: false })).toBe(
      '{"items":[{"a": 1},{"b":2}],"nextCursor":"next\\""}',
    );
  });

  test('has no cursor at its end, and says when it is partial', () => {
    expect(textOf({ items: [], partial: false })).toBe('{"items":[]}');
    expect(textOf({ items: [], nextCursor: 'c', partial: true })).toBe('{"items":[],"nextCursor":"c","partial":true}');
  });
});
