import type { Readable } from 'node:stream';

/** The first entry of a ZIP archive whose name matches, as a stream of its bytes. */
export declare const openZipEntry: (file: string, name: RegExp) => Promise<Readable>;
