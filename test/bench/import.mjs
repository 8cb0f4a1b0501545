// How fast a log comes in: the import's own work, and all read models that follow it in their thread.
import { importedIncidents } from './incidents.mjs';

const EVENTS_PER_SECOND = 10_000;
const RESIDENT_MEBIBYTES_MAX = 400;

export const rows = async ({ workspace }) => {
  const { summary } = await importedIncidents(workspace);
  const atLeast = (name, seconds) => {
    const value = summary.events / seconds;
    return { name, value, unit: 'events/s', limit: EVENTS_PER_SECOND, ratio: value / EVENTS_PER_SECOND, floor: 1 };
  };
  return [
    atLeast('all read models following an import', summary.followedSeconds),
    atLeast("the import's reading, deciding and appending", summary.importSeconds),
    {
      name: 'resident memory while importing',
      value: summary.rssMaxMebibytes,
      unit: 'MiB',
      limit: RESIDENT_MEBIBYTES_MAX,
      ratio: RESIDENT_MEBIBYTES_MAX / summary.rssMaxMebibytes,
      floor: 1,
    },
  ];
};
