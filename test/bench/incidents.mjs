// The data folder that several parts read: a change log of 24,918 incidents, imported once in a run.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeIncidentLog } from './incident-log.mjs';
import { program, run, TOKEN } from './processes.mjs';

const mapping = fileURLToPath(new URL('../../docs/examples/servicenow-incident-log.json', import.meta.url));

/** Imports the log into `<workspace>/incidents` unless that is done; gives the folder and what the import said of itself. */
export const importedIncidents = async (workspace) => {
  const dataDir = join(workspace, 'incidents');
  if (existsSync(dataDir)) return { dataDir };
  const file = join(workspace, 'incident_event_log.csv');
  await writeIncidentLog(file);
  const { output } = await run([program, 'import', '--mapping', mapping, '--json', file], {
    env: { DATA_DIR: dataDir, DOCKET_ADMIN_TOKEN: TOKEN },
  });
  return { dataDir, summary: JSON.parse(output.trim().split('\n').at(-1)) };
};
