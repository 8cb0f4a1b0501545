/** Buckets that one report may add up. */
export const REPORT_BUCKETS_MAX = 100_000;
/** Dimensions of one report: a period, and all that there are beside it. */
export const REPORT_DIMENSIONS_MAX = 4;
