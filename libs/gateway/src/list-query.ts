import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import type { ListPage } from '@docket/projecting';
import { CURSOR_LENGTH_MAX, LIST_LIMIT_DEFAULT, LIST_LIMIT_MAX, POSITION_LENGTH_MAX } from './limits.js';
import { JsonText } from './operation.js';
import type { Answer } from './operation.js';

const together =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };

/** `?after=`: the position that a command answered. */
export const After = (): PropertyDecorator => together(IsOptional(), IsString(), MinLength(1), MaxLength(POSITION_LENGTH_MAX));

/** `?limit=`: how many a page may hold. */
export const PageLimit = (): PropertyDecorator => together(IsOptional(), IsInt(), Min(1), Max(LIST_LIMIT_MAX));

/** `?cursor=`: where the page before ended. */
export const PageCursor = (): PropertyDecorator => together(IsOptional(), IsString(), MinLength(1), MaxLength(CURSOR_LENGTH_MAX));

/** A query that can be told to wait for a write. */
export class AwaitingQuery {
  @After()
  after?: string;
}

/** What every list takes. */
export class ListQueryParameters extends AwaitingQuery {
  @PageLimit()
  limit?: number;

  @PageCursor()
  cursor?: string;
}

/** The read model to open, from the query's parameters (an absent one is left out). */
export const opening = ({ after, cursor }: AwaitingQuery & { cursor?: string }): { after?: string; cursor?: string } => {
  const options: { after?: string; cursor?: string } = {};
  if (after !== undefined) options.after = after;
  if (cursor !== undefined) options.cursor = cursor;
  return options;
};

/** The page to list, from the query's parameters. */
export const pageOf = ({ limit = LIST_LIMIT_DEFAULT, cursor }: ListQueryParameters): { limit: number; cursor?: string } =>
  cursor === undefined ? { limit } : { limit, cursor };

/** A page of a read model, or one made of it. */
export interface AnsweredPage extends Omit<ListPage<unknown>, 'items'> {
  readonly items: readonly { readonly json: string }[];
}

/** A page as every list answers it, `{items, nextCursor}`, its documents as the text that the store has. `partial` is there when the cap on
 *  examined documents ended the page early. */
export const listAnswer = (page: AnsweredPage): Answer => ({ body: listText(page) });

/** The body of `listAnswer`. */
export const listText = (page: AnsweredPage): JsonText => {
  const items = page.items.map((item) => item.json).join(',');
  const next = page.nextCursor === undefined ? '' : `,"nextCursor":${JSON.stringify(page.nextCursor)}`;
  return new JsonText(`{"items":[${items}]${next}${page.partial ? ',"partial":true' : ''}}`);
};
