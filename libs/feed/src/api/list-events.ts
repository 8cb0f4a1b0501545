import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';
import { EVENT_READER, EVENT_TYPE_BYTES_MAX, InvalidPosition } from '@docket/event-store';
import type { EventReader, Position, RecordedEvent } from '@docket/event-store';
import { AwaitingQuery, EVENT_TYPES, JsonText, MediaStream, PageCursor } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { InvalidCursor, LIVE_LOG, ReadModelBehind, RETRY_AFTER_SECONDS } from '@docket/projecting';
import { FEED_LIMIT_DEFAULT, FEED_LIMIT_MAX, FEED_TYPES_MAX } from '../limits.js';
import { EVENT_STREAM, IDLE_COMMENT, NDJSON, caughtUpBlock, eventStreamBlock, ndjsonLine, pieces } from './feed-formats.js';
import { feedPage, feedPages } from './feed-pages.js';

const FORMATS = ['json', 'ndjson', 'event-stream'] as const;

/** What has happened, in the order of the log. */
export class ListEvents extends AwaitingQuery {
  /** Only events of these types; default: all. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(FEED_TYPES_MAX)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(EVENT_TYPE_BYTES_MAX, { each: true })
  types?: string[];

  /** How many a page may hold. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(FEED_LIMIT_MAX)
  limit?: number;

  /** Where the page before ended: the same as `after`. */
  @PageCursor()
  cursor?: string;

  @IsOptional()
  @IsIn(FORMATS)
  format?: (typeof FORMATS)[number];
}

type Shows = (event: RecordedEvent) => boolean;

@QueryHandler(ListEvents)
export class ListEventsHandler implements IQueryHandler<ListEvents, Answer | Refusal> {
  constructor(
    @Inject(EVENT_READER) private readonly reader: EventReader,
    @Inject(LIVE_LOG) private readonly live: Pick<EventReader, 'subscribe'>,
    @Inject(EVENT_TYPES) private readonly types: ReadonlySet<string>,
  ) {}

  async execute(query: ListEvents): Promise<Answer | Refusal> {
    const unknown = query.types?.find((type) => !this.types.has(type));
    if (unknown !== undefined) return invalid('types', `types: there are no events of type ${unknown}`);
    if (query.after !== undefined && query.cursor !== undefined)
      return invalid('cursor', 'cursor and after say the same: give one of them');
    const after = query.after ?? query.cursor;
    await this.checkPlace(query);
    // What is not of a capability (claims, numbers, tokens) is the engine's own.
    const wanted = query.types === undefined ? this.types : new Set(query.types);
    const shows: Shows = ({ type }) => wanted.has(type);
    switch (query.format) {
      case 'ndjson':
        return { body: new MediaStream(NDJSON, (signal) => this.upToHead(after, shows, signal)) };
      case 'event-stream':
        return { body: new MediaStream(EVENT_STREAM, (signal) => this.follow(after, shows, signal), IDLE_COMMENT) };
      default:
        return { body: await this.page(after, shows, query.limit ?? FEED_LIMIT_DEFAULT) };
    }
  }

  /** A place behind the log's head belongs to another log, or to a store that has not come so far yet. */
  private async checkPlace({ after: position, cursor }: ListEvents): Promise<void> {
    const after = position ?? cursor;
    if (after === undefined) return;
    if (!this.reader.isPosition(after)) throw position === undefined ? new InvalidCursor(after) : new InvalidPosition(after);
    if (((await this.reader.head()) ?? '') < after) throw new ReadModelBehind('events', after, RETRY_AFTER_SECONDS);
  }

  private async page(after: Position | undefined, shows: Shows, limit: number): Promise<JsonText> {
    const { items, position, isLast } = await feedPage(this.reader, after, shows, limit);
    const place = position === undefined ? '' : `,"position":${JSON.stringify(position)}`;
    return new JsonText(
      `{"items":[${items.join(',')}]${isLast || position === undefined ? '' : `,"nextCursor":${JSON.stringify(position)}`}${place}}`,
    );
  }

  private async *upToHead(after: Position | undefined, shows: Shows, signal: AbortSignal): AsyncGenerator<string, void, void> {
    for await (const events of feedPages(this.reader, after, signal)) yield* pieces(events.filter(shows).map(ndjsonLine));
  }

  private async *follow(after: Position | undefined, shows: Shows, signal: AbortSignal): AsyncGenerator<string, void, void> {
    for await (const delivery of this.live.subscribe(after, signal)) {
      if (delivery.kind === 'caughtUp') yield caughtUpBlock(delivery.position);
      else yield* pieces(delivery.events.filter(shows).map(eventStreamBlock));
    }
  }
}

const invalid = (field: string, message: string): Refusal => refuse('input.invalid', message, { kind: 'invalid', field });
