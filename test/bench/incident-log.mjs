// A change log of the shape of the real one (UCI 498): the same columns, as many incidents and about as many rows, from a seed.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const COLUMNS =
  'number,ident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,sys_created_by,sys_created_at,' +
  'sys_updated_by,sys_updated_at,contact_type,location,category,category,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,' +
  'knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at';

export const INCIDENTS = 24_918;

/** Deterministic numbers in [0, 1): a linear congruential generator. */
const random = (seed) => () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;

const two = (value) => String(value).padStart(2, '0');
const written = (minutes) => {
  const at = new Date(Date.UTC(2016, 1, 29) + minutes * 60_000);
  return `${at.getUTCDate()}/${at.getUTCMonth() + 1}/${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
};

/** The rows of one incident: opened, worked on, perhaps waited for, resolved, closed. */
const rowsOf = (incident, next) => {
  const pick = (below) => Math.floor(next() * below);
  let minutes = Math.floor((incident / INCIDENTS) * 350 * 1_440) + pick(60);
  const opened = written(minutes);
  const closed = written(minutes + 10_000 + pick(5_000));
  let group = 1 + pick(79);
  let person = '?';
  const caller = 1 + pick(5_245);
  const place = [1 + pick(225), 1 + pick(59), 1 + pick(255), 1 + pick(526)];
  const states = ['New', ...Array.from({ length: pick(7) }, () => (next() < 0.25 ? 'Awaiting User Info' : 'Active')), 'Resolved', 'Closed'];
  return states.map((state, change) => {
    if (change > 0) minutes += pick(900);
    if (next() < 0.17) group = 1 + pick(79);
    if (next() < 0.2) person = 1 + pick(235);
    const row = [String(incident).padStart(7, '0'), state, state !== 'Closed', 0, 0, change, true, caller, 8, opened, 6, opened];
    row.push(1 + pick(846), written(minutes), 'Phone', ...place, '?', 2, 2, 3, group, person, false, change > 1, 'Do Not Notify');
    row.push('?', '?', '?', '?', 1 + pick(17), 149, closed, closed);
    return row.join(',');
  });
};

/** Writes the log to a file; gives its number of rows. */
export const writeIncidentLog = async (file, incidents = INCIDENTS) => {
  const next = random(498);
  const out = createWriteStream(file);
  out.write(`${COLUMNS}\n`);
  let rows = 0;
  for (let incident = 1; incident <= incidents; incident++) {
    const lines = rowsOf(incident, next);
    rows += lines.length;
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  return rows;
};
