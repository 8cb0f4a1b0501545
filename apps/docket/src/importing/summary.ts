import { EXIT } from '../exit-codes.js';

/** What an import has done: its keys are what `--json` prints. */
export interface ImportReport {
  /** Of this import: rows read, tickets and events made, rows rejected. */
  readonly rows: number;
  readonly tickets: number;
  readonly events: number;
  readonly rejected: number;
  /** Rows of the file that had been imported before. */
  readonly rowsBefore: number;
  /** False: it was stopped before the file's end. */
  readonly complete: boolean;
  /** Reading, deciding and appending, all of it durable. */
  readonly importSeconds: number;
  /** From the same beginning until every read model showed all of it; null: that was not waited for. */
  readonly followedSeconds: number | null;
  /** The most resident memory that the process had. */
  readonly rssMaxMebibytes: number;
  /** All rejected rows of the file, those of earlier imports too; null: there are none. */
  readonly rejectsFile: string | null;
}

/** How the program ends behind it: an import is done when the read models show it. */
export const exitOf = ({ followedSeconds }: Pick<ImportReport, 'followedSeconds'>): number =>
  followedSeconds === null ? EXIT.stopped : EXIT.done;

const number = (value: number): string => Math.round(value).toLocaleString('en');

/** The report for people. */
export const summaryOf = (report: ImportReport): string => {
  const { rows, tickets, events, rejected, importSeconds, followedSeconds, rssMaxMebibytes, rejectsFile } = report;
  const figures: readonly (readonly [string, string])[] = [
    ['rows', number(rows)],
    ['tickets', number(tickets)],
    ['events', number(events)],
    ['rejected', rejectsFile === null ? number(rejected) : `${number(rejected)}   (all of the file: ${rejectsFile})`],
    ['seconds', `${importSeconds.toFixed(1)}   (${number(events / importSeconds)} events/s)`],
    ['read models', followedSeconds === null ? 'follow when the server is started' : `show it after ${followedSeconds.toFixed(1)} s`],
    ['memory', `${number(rssMaxMebibytes)} MiB at most`],
  ];
  return figures.map(([name, value]) => `${name.padEnd(11)} ${value}\n`).join('');
};
