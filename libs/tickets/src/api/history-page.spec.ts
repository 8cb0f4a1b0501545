import 'reflect-metadata';
import { HISTORY_PAGE_LENGTH_MAX } from '../domain/limits.js';
import { historyPage } from './history-page.js';

/** The page of a history whose entries are as long as these. */
const pageOf = (lengths: readonly number[], { from = 0, limit = 10 } = {}) => {
  const entries = lengths.map((length) => JSON.stringify('x'.repeat(length - 2)));
  const { items, nextCursor } = JSON.parse(historyPage(entries, from, limit, (revision) => `from ${revision}`).text) as {
    items: string[];
    nextCursor?: string;
  };
  return { items: items.length, nextCursor };
};

describe('a page of a history', () => {
  const half = HISTORY_PAGE_LENGTH_MAX / 2;

  test('has as many events as were asked for, and tells where the next one begins', () => {
    expect(pageOf([10, 10, 10], { limit: 3 })).toEqual({ items: 3 });
    expect(pageOf([10, 10, 10], { limit: 2 })).toEqual({ items: 2, nextCursor: 'from 2' });
    expect(pageOf([10, 10, 10], { limit: 2, from: 7 })).toEqual({ items: 2, nextCursor: 'from 9' });
    expect(pageOf([], { from: 7 })).toEqual({ items: 0 });
  });

  test('ends where it would become too long, and goes on from there', () => {
    expect(pageOf([half - 1, half, 10])).toEqual({ items: 2, nextCursor: 'from 2' });
    expect(pageOf([half, half, half])).toEqual({ items: 1, nextCursor: 'from 1' });
  });

  test('has one event at least, however long that is', () => {
    expect(pageOf([HISTORY_PAGE_LENGTH_MAX * 2, 10])).toEqual({ items: 1, nextCursor: 'from 1' });
  });
});
