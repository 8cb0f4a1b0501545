import 'reflect-metadata';
import { isRefusal } from '@docket/deciding';
import { JsonText } from '@docket/gateway';
import type { ReadModels } from '@docket/projecting';
import { HISTORY_LIMIT_MAX, HISTORY_PAGE_LENGTH_MAX } from '../domain/limits.js';
import { TICKET_ID } from '../testing/world.js';
import { GetTicketHistory, GetTicketHistoryHandler } from './ticket-history.js';
import type { ToldHistories } from './told-histories.js';

/** The page of a history whose entries are as long as these. */
const pageOf = async (lengths: readonly number[], fields: Partial<GetTicketHistory> = {}) => {
  const entries = lengths.map((length) => JSON.stringify('x'.repeat(length - 2)));
  const histories = {
    entries: async (_id: string, from: number, limit: number) => entries.slice(from, from + limit),
  } as unknown as ToldHistories;
  const handler = new GetTicketHistoryHandler({} as ReadModels, histories);
  const answer = await handler.execute(Object.assign(new GetTicketHistory(), { id: TICKET_ID, ...fields }));
  if (isRefusal(answer) || !(answer.body instanceof JsonText)) throw new Error('a page is text');
  const { items, nextCursor } = JSON.parse(answer.body.text) as { items: string[]; nextCursor?: string };
  return { items: items.length, nextCursor };
};

describe('a page of a history', () => {
  const half = HISTORY_PAGE_LENGTH_MAX / 2;

  test('ends where it would become too long, and goes on from there', async () => {
    expect(await pageOf([half - 1, half, 10])).toEqual({ items: 2, nextCursor: '2' });
    expect(await pageOf([half, half, half])).toEqual({ items: 1, nextCursor: '1' });
    expect(await pageOf([half, half, half], { cursor: '2' })).toEqual({ items: 1 });
  });

  test('has one entry at least, however long that is', async () => {
    expect(await pageOf([HISTORY_PAGE_LENGTH_MAX * 2, 10])).toEqual({ items: 1, nextCursor: '1' });
  });

  test('has as many as can be, if nothing is asked', async () => {
    expect(await pageOf(Array<number>(HISTORY_LIMIT_MAX).fill(10))).toEqual({ items: HISTORY_LIMIT_MAX });
    expect(await pageOf(Array<number>(HISTORY_LIMIT_MAX + 1).fill(10))).toEqual({
      items: HISTORY_LIMIT_MAX,
      nextCursor: `${HISTORY_LIMIT_MAX}`,
    });
  });
});
