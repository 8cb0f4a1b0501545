/** A name as it is compared and sorted: two names that people would take for the same give the same text (NFKC, blanks trimmed and
 *  collapsed, lower case). For claims and for orders by name. */
export const comparableName = (name: string): string => tidyName(name.normalize('NFKC')).toLowerCase();

/** A name as it is kept: without blanks around it, with single ones inside. */
export const tidyName = (name: string): string => name.trim().replace(/\s+/gu, ' ');
