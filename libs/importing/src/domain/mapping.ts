import type { LevelInput, Priority } from '@docket/tickets/domain';

/** A column by its name in the header. Where a name occurs more than once, `category` is the first and `category#2` the second. */
export type ColumnName = string;

/** Text with columns in it: `Incident {number}`. */
export type Template = string;

/** How a local time is written: a luxon format, and the IANA zone in which its clock ran. */
export interface TimeColumn {
  readonly column: ColumnName;
  readonly format: string;
  readonly zone: string;
}

/** A column and what its values mean. A value that is not in the table rejects its row. */
export interface ValueColumn<To> {
  readonly column: ColumnName;
  readonly values: Readonly<Record<string, To>>;
}

/** The same for every ticket. */
export interface Constant {
  readonly value: string;
}

export interface MappedStatus {
  /** A status of the workflow. */
  readonly status: string;
  readonly waitingOn?: 'requester' | 'supplier' | 'internal';
}

/** A column whose value counts only from a moment that another column tells: what a log of snapshots knew afterwards and wrote into every row. */
export interface DatedColumn {
  readonly column: ColumnName;
  /** Columns with that moment, in the format and zone of `time`; the first known one counts. Absent: the value counts at once. */
  readonly since: readonly ColumnName[];
}

export const CUSTOM_FIELD_KINDS = ['text', 'number', 'boolean', 'time', 'person'] as const;
export type CustomFieldKind = (typeof CUSTOM_FIELD_KINDS)[number];

export interface CustomFieldMapping extends DatedColumn {
  readonly key: string;
  /** `person`: the id of the person or team that the column names. `time`: ISO 8601 in UTC. */
  readonly as: CustomFieldKind;
}

export const PERSON_KINDS = ['agent', 'team', 'customer'] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];

/** Columns that name the same people by the same values. */
export interface PeopleMapping {
  readonly kind: PersonKind;
  readonly columns: readonly ColumnName[];
  /** Where the same value in two columns is not the same person: what sets these apart. */
  readonly space?: string;
  /** The name that a person gets: `{value}` is the column's value. */
  readonly name: string;
}

export interface TicketMapping {
  readonly subject: Template;
  readonly description?: Template;
  readonly type?: ValueColumn<string> | Constant;
  readonly channel?: ValueColumn<string> | Constant;
  readonly requester?: ColumnName;
  /** From the general to the particular. */
  readonly category: readonly ColumnName[];
  readonly status: ValueColumn<MappedStatus>;
  readonly priority?: ValueColumn<Priority>;
  readonly impact?: ValueColumn<LevelInput>;
  readonly urgency?: ValueColumn<LevelInput>;
  readonly assignee: { readonly agent?: ColumnName; readonly team?: ColumnName };
  readonly affected: Readonly<Partial<Record<AffectedPart, ColumnName>>>;
  readonly resolution: Readonly<Partial<Record<ResolutionPart, DatedColumn>>>;
}

export const AFFECTED_PARTS = ['service', 'module', 'version', 'asset', 'location'] as const;
export type AffectedPart = (typeof AFFECTED_PARTS)[number];

export const RESOLUTION_PARTS = ['cause', 'causeCode', 'solution'] as const;
export type ResolutionPart = (typeof RESOLUTION_PARTS)[number];

/** What each column of a change log means. Short forms of the file are written out here. */
export interface Mapping {
  /** The name of the system that the log comes from: stands in every id that is derived, and in `externalRef`. */
  readonly source: string;
  readonly delimiter: string;
  /** Cells that say that something is not known, beside the empty one. */
  readonly unknown: readonly string[];
  readonly case: ColumnName;
  readonly time: TimeColumn;
  /** When the case was opened, which its first row need not tell. */
  readonly opened?: TimeColumn;
  /** Who made the row's change. */
  readonly changedBy?: ColumnName;
  readonly ticket: TicketMapping;
  readonly customFields: readonly CustomFieldMapping[];
  readonly people: readonly PeopleMapping[];
}
