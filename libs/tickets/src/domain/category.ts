import type { Refusal } from '@docket/deciding';
import { CATEGORY_DEPTH_MAX, CATEGORY_LENGTH_MAX, NAME_LENGTH_MAX } from './limits.js';
import { invalid } from './refusals.js';

/** Stands between the parts of a category where it is written as one text. */
export const CATEGORY_SEPARATOR = '/';

/** A category's parts, trimmed; a text is taken apart at its slashes. */
export const categoryPath = (category: readonly string[] | string): readonly string[] | Refusal => {
  const parts = (typeof category === 'string' ? category.split(CATEGORY_SEPARATOR) : category).map((part) => part.trim());
  if (parts.length > CATEGORY_DEPTH_MAX) return refused(`a category has at most ${CATEGORY_DEPTH_MAX} parts`);
  if (parts.some((part) => part === '')) return refused('a part of a category must not be blank');
  if (parts.some((part) => part.includes(CATEGORY_SEPARATOR))) return refused('a part of a category must not hold a slash');
  if (parts.some((part) => part.length > NAME_LENGTH_MAX)) return refused(`a part of a category has at most ${NAME_LENGTH_MAX} characters`);
  if (parts.join(CATEGORY_SEPARATOR).length > CATEGORY_LENGTH_MAX)
    return refused(`a category has at most ${CATEGORY_LENGTH_MAX} characters`);
  return parts;
};

export const sameCategory = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((part, index) => part === other[index]);

const refused = (message: string): Refusal => invalid('category.invalid', message, 'category');
