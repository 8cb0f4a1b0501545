/** A moment (milliseconds since 1970), or why the text is none. Where a clock went back an hour, a text means two moments: `later` is the second. */
export type ReadTime = { readonly at: number; readonly later?: number } | { readonly problem: string };

/** Reads the times of one column. */
export type TimeReader = (text: string) => ReadTime;

export const isoOf = (at: number): string => new Date(at).toISOString();
