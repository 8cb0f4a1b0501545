/** A name as it is compared and sorted: two names that people would take for the same give the same text (NFKC, blanks trimmed and
 *  collapsed, lower case). For claims. */
export const comparableName = (name: string): string => tidyName(name.normalize('NFKC')).toLowerCase();

/** Characters of a sortable name: four bytes each are well below what a store takes for the value of an order. */
export const SORTABLE_NAME_LENGTH = 200;

/** A name as lists are ordered by it: as it is compared, cut off where normalising has made it very long (one character can become eighteen). */
export const sortableName = (name: string): string => {
  const comparable = comparableName(name);
  return comparable.length <= SORTABLE_NAME_LENGTH ? comparable : [...comparable].slice(0, SORTABLE_NAME_LENGTH).join('');
};

/** A name as it is kept: without blanks around it, with single ones inside. */
export const tidyName = (name: string): string => name.trim().replace(/\s+/gu, ' ');
