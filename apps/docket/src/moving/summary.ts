import type { RestoreReport } from './run-restore.js';

const number = (value: number): string => Math.round(value).toLocaleString('en');

/** The report for people. */
export const summaryOf = ({ logId, events, eventsBefore, restoreSeconds, rssMaxMebibytes }: RestoreReport): string => {
  const figures: readonly (readonly [string, string])[] = [
    ['log', logId],
    ['events', `${number(events)}   (${number(eventsBefore)} were there before)`],
    ['seconds', `${restoreSeconds.toFixed(1)}   (${number(events / restoreSeconds)} events/s)`],
    ['read models', 'are built when the server is started'],
    ['memory', `${number(rssMaxMebibytes)} MiB at most`],
  ];
  return figures.map(([name, value]) => `${name.padEnd(11)} ${value}\n`).join('');
};
