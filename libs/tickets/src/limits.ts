/** Values that one field of a filter may name. */
export const FILTER_VALUES_MAX = 50;
/** UTF-16 units of one value of a filter. */
export const FILTER_VALUE_LENGTH_MAX = 200;
/** Tickets of one page. */
export const LIST_LIMIT_MAX = 100;
export const LIST_LIMIT_DEFAULT = 50;
