import { RowReader } from '../domain/row-reader.js';
import { mappingOf } from '../mapping/read-mapping.js';
import { timeReader } from '../reading/times.js';

/** A log whose rows have everything that a mapping can name. */

const NAMES = [
  ...['id', 'at', 'opened', 'state', 'prio', 'impact', 'urgency', 'who', 'group', 'caller', 'via'],
  ...['cat', 'sub', 'place', 'sla', 'by', 'done', 'code', 'text'],
];

/** `sub` is the second column of the name `cat`. */
export const header = NAMES.map((name) => (name === 'sub' ? 'cat' : name));

export type Row = Readonly<Record<string, string>>;

const base: Row = {
  id: '7',
  at: '2024-05-20 09:00',
  opened: '2024-05-20 08:00',
  state: 'New',
  prio: '?',
  impact: '2',
  urgency: '2',
  caller: 'eve',
  via: 'Phone',
  cat: 'hardware',
  sub: 'laptop',
};

/** What a row leaves out is as it is in most; what is nowhere said is not known. */
export const cellsOf = (row: Row): string[] => NAMES.map((name) => ({ ...base, ...row })[name] ?? '?');

export const mapping = {
  source: 'desk',
  unknown: ['?'],
  case: 'id',
  time: { column: 'at', format: 'yyyy-MM-dd HH:mm', zone: 'UTC' },
  opened: 'opened',
  changedBy: 'by',
  ticket: {
    subject: 'Case {id}: {text}',
    channel: { column: 'via', values: { Phone: 'phone', Mail: 'email' } },
    requester: 'caller',
    category: ['cat', 'cat#2'],
    status: {
      column: 'state',
      values: {
        New: 'new',
        Active: 'open',
        Waiting: { status: 'pending', waitingOn: 'supplier' },
        Asked: { status: 'pending', waitingOn: 'requester' },
        Resolved: 'resolved',
        Closed: 'closed',
      },
    },
    priority: { column: 'prio', values: { '1': 'P1', '3': 'P3' } },
    impact: { column: 'impact', values: { '1': 1, '2': 'medium', '3': 'low' } },
    urgency: { column: 'urgency', values: { '1': 1, '2': 2, '3': 3 } },
    assignee: { agent: 'who', team: 'group' },
    affected: { location: 'place' },
    resolution: { causeCode: { column: 'code', since: ['done'] } },
  },
  customFields: [
    { column: 'sla', as: 'boolean' },
    { key: 'done_at', column: 'done', as: 'time', since: 'done' },
  ],
  people: [
    { kind: 'agent', columns: ['who', 'by'] },
    { kind: 'team', columns: ['group'], name: 'Team {value}' },
    { kind: 'customer', columns: ['caller'], space: 'hr' },
  ],
};

const categories = { new: 'new', open: 'open', pending: 'paused', resolved: 'resolved', closed: 'closed' } as const;
export const reading = {
  time: timeReader({ format: 'yyyy-MM-dd HH:mm', zone: 'UTC' }),
  opened: timeReader({ format: 'yyyy-MM-dd HH:mm', zone: 'UTC' }),
  categoryOf: (status: string) => categories[status as keyof typeof categories],
  personId: ({ kind, externalId }: { kind: string; externalId: string }) => `${kind}/${externalId}`,
};

export const reader = new RowReader(mappingOf(mapping), header, reading);
export const now = Date.parse('2025-01-01T00:00Z');
