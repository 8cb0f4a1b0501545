/** Writes the log to a file; gives its number of rows. */
export declare const writeIncidentLog: (file: string, incidents?: number) => Promise<number>;
