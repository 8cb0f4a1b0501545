/** Characters of a ticket's subject (as class-validator counts them: a surrogate pair is one; the same for all lengths of commands). */
export const SUBJECT_LENGTH_MAX = 300;
/** Characters of a description and of a comment. */
export const BODY_LENGTH_MAX = 100_000;
/** Characters of a reason, a cause, a solution, a summary: what a person adds to a change. */
export const REMARK_LENGTH_MAX = 5_000;
/** Characters of one name: a tag, a part of a category, what is affected, a code of a cause. */
export const NAME_LENGTH_MAX = 100;
/** Characters of a key: type, channel, status. */
export const KEY_LENGTH_MAX = 40;
export const TAGS_MAX = 50;
/** Parts of a category's path. */
export const CATEGORY_DEPTH_MAX = 10;
/** UTF-16 units of a category's path with its separators: it becomes a term of the ticket's document. */
export const CATEGORY_LENGTH_MAX = 160;
/** Addresses of a comment's `to`, and of its `cc`. */
export const RECIPIENTS_MAX = 100;
/** Characters of an e-mail address (RFC 5321: 64 + 1 + 255, less the brackets). */
export const EMAIL_LENGTH_MAX = 254;
export const CUSTOM_FIELDS_MAX = 100;
/** Scalars in all custom fields of a ticket together: each may become a term of its document. */
export const CUSTOM_FIELD_VALUES_MAX = 150;
export const CUSTOM_FIELD_KEY_LENGTH_MAX = 64;
/** UTF-16 units of one text in a custom field. */
export const CUSTOM_FIELD_TEXT_LENGTH_MAX = 5_000;
/** UTF-16 units up to which a custom field's text can be filtered by. */
export const CUSTOM_FIELD_TERM_LENGTH_MAX = 100;
/** Values that one field of a filter may name. */
export const FILTER_VALUES_MAX = 50;
/** Values of all fields of a filter together: with the teams that `mine` stands for, they are the terms of one query. */
export const FILTER_VALUES_TOTAL_MAX = 60;
/** UTF-16 units of one value of a filter. */
export const FILTER_VALUE_LENGTH_MAX = 200;
/** The earliest moment at which something on a ticket may have happened. */
export const OCCURRED_AT_MIN = '1970-01-01T00:00:00.000Z';
/** Events that one page of a history or a timeline may hold, and holds when nothing is asked. */
export const HISTORY_LIMIT_MAX = 500;
/** UTF-16 units of one page of a history; a page that comes to it ends early. */
export const HISTORY_PAGE_LENGTH_MAX = 4 * 1024 * 1024;
/** Memory for histories that were told before: bytes of all, and of one ticket's. */
export const HISTORY_CACHE_BYTES_MAX = 16 * 1024 * 1024;
export const HISTORY_CACHE_BYTES_OF_ONE_MAX = 1024 * 1024;
/** UTF-16 units of the answers that are remembered until something changes: of pages of lists, and of single tickets. */
export const ANSWERS_AT_ONE_STANDING_LENGTH_MAX = 4 * 1024 * 1024;
