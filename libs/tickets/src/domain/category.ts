import type { Refusal } from '@docket/deciding';
import { CATEGORY_DEPTH_MAX, CATEGORY_LENGTH_MAX, NAME_LENGTH_MAX } from './limits.js';
import { invalid } from './refusals.js';

/** Stands between the parts of a category where it is written as one text. */
export const CATEGORY_SEPARATOR = '/';

/** A category's parts, trimmed; a text is taken apart at its slashes. Decorators can't say "text or list", so anything may come. */
export const categoryPath = (category: unknown): readonly string[] | Refusal => {
  const given: unknown = typeof category === 'string' ? category.split(CATEGORY_SEPARATOR) : category;
  if (!isTexts(given)) return refused('a category is a list of texts, or one text with slashes between its parts');
  const parts = given.map((part) => part.trim());
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

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');

const refused = (message: string): Refusal => invalid('category.invalid', message, 'category');
