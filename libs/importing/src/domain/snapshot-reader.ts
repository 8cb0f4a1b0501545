import type { Json } from '@docket/event-store';
import {
  BODY_LENGTH_MAX,
  CATEGORY_DEPTH_MAX,
  CUSTOM_FIELD_TEXT_LENGTH_MAX,
  DEFAULT_CHANNEL,
  DEFAULT_PRIORITY,
  DEFAULT_TYPE,
  NAME_LENGTH_MAX,
  REMARK_LENGTH_MAX,
  SUBJECT_LENGTH_MAX,
  byMatrix,
  levelOf,
} from '@docket/tickets/domain';
import type { Affected, Assessment, Assignee, CustomFields, Level, LevelInput, Priority, Resolution } from '@docket/tickets/domain';
import { isEnded } from '@docket/workflow/domain';
import type { StatusCategory } from '@docket/workflow/domain';
import type { Binding, DatedCell } from './binding.js';
import { translate, type Cell, type Cells } from './cells.js';
import { lateColumns } from './late-columns.js';
import type { AffectedPart, Constant, CustomFieldKind, Mapping, MappedStatus, ResolutionPart, ValueColumn } from './mapping.js';
import { isoOf, type TimeReader } from './moment.js';
import type { PeopleOfRow } from './people-of-row.js';
import { quoted } from './quoted.js';
import { RejectedRow } from './rejected-row.js';
import type { RowReading } from './row-reader.js';
import type { TicketSnapshot } from './snapshot.js';
import { TemplateText } from './template.js';

interface Table<To> {
  readonly cell: Cell;
  readonly values: ReadonlyMap<string, To>;
}

interface CategorisedStatus extends MappedStatus {
  readonly category: StatusCategory;
}

const RESOLUTION_LENGTHS: Readonly<Record<ResolutionPart, number>> = {
  cause: REMARK_LENGTH_MAX,
  causeCode: NAME_LENGTH_MAX,
  solution: REMARK_LENGTH_MAX,
};

/** Reads what a row says of its ticket. */
export class SnapshotReader {
  private readonly status: Table<CategorisedStatus>;
  private readonly subject: TemplateText;
  private readonly description: TemplateText | undefined;
  private readonly type: Table<string> | Constant | undefined;
  private readonly channel: Table<string> | Constant | undefined;
  private readonly category: readonly Cell[];
  private readonly priority: Table<Priority> | undefined;
  private readonly impact: Table<LevelInput> | undefined;
  private readonly urgency: Table<LevelInput> | undefined;
  private readonly affected: readonly { readonly part: AffectedPart; readonly cell: Cell }[];
  private readonly resolution: readonly ({ readonly part: ResolutionPart } & DatedCell)[];
  private readonly customFields: readonly ({ readonly key: string; readonly as: CustomFieldKind } & DatedCell)[];
  private readonly late: readonly { readonly key: string; readonly cell: Cell }[];

  constructor(
    private readonly mapping: Mapping,
    binding: Binding,
    private readonly people: PeopleOfRow,
    private readonly reading: RowReading,
  ) {
    const { ticket } = mapping;
    this.status = statuses(ticket.status, binding, reading);
    this.subject = new TemplateText(ticket.subject, (column) => binding.cell('ticket.subject', column));
    this.description =
      ticket.description === undefined
        ? undefined
        : new TemplateText(ticket.description, (column) => binding.cell('ticket.description', column));
    this.type = tableOrConstant('ticket.type', ticket.type, binding);
    this.channel = tableOrConstant('ticket.channel', ticket.channel, binding);
    this.category = binding.cells('ticket.category', ticket.category);
    this.priority = ticket.priority && tableOf('ticket.priority', ticket.priority, binding);
    this.impact = ticket.impact && tableOf('ticket.impact', ticket.impact, binding);
    this.urgency = ticket.urgency && tableOf('ticket.urgency', ticket.urgency, binding);
    this.affected = entriesOf(ticket.affected).map(([part, column]) => ({ part, cell: binding.cell(`ticket.affected.${part}`, column) }));
    this.resolution = entriesOf(ticket.resolution).map(([part, dated]) => ({ part, ...binding.dated(`ticket.resolution.${part}`, dated) }));
    this.customFields = mapping.customFields.map((field, index) => ({
      key: field.key,
      as: field.as,
      ...binding.dated(`customFields[${index}]`, field),
    }));
    this.late = lateColumns(mapping).map(({ key, column, field }) => ({ key, cell: binding.cell(field, column) }));
  }

  read(cells: Cells, at: number): TicketSnapshot {
    const { status, category: statusCategory, waitingOn } = this.statusOf(cells);
    const impact = levelIn(this.impact, cells);
    const urgency = levelIn(this.urgency, cells);
    const resolution = isEnded(statusCategory) ? this.resolutionOf(cells, at) : undefined;
    const affected = this.affectedOf(cells);
    return {
      status,
      statusCategory,
      ...(waitingOn === undefined ? {} : { waitingOn }),
      ...(resolution === undefined ? {} : { resolution }),
      type: textIn(this.type, cells) ?? DEFAULT_TYPE,
      category: this.categoryOf(cells),
      ...(impact === undefined ? {} : { impact }),
      ...(urgency === undefined ? {} : { urgency }),
      assessment: this.assessmentOf(cells, impact, urgency),
      assignee: this.assigneeOf(cells),
      customFields: this.customFieldsOf(cells, at),
      subject: within(this.subject.of(cells), SUBJECT_LENGTH_MAX, 'the subject'),
      description: within(this.description?.of(cells) ?? '', BODY_LENGTH_MAX, 'the description'),
      channel: textIn(this.channel, cells) ?? DEFAULT_CHANNEL,
      requesterId: this.people.id(this.mapping.ticket.requester, cells),
      ...(affected === undefined ? {} : { affected }),
      late: this.lateOf(cells),
    };
  }

  private statusOf(cells: Cells): CategorisedStatus {
    return translate(this.status.cell, this.status.values, cells) ?? this.status.cell.reject('is empty, and a ticket always has a status');
  }

  private assessmentOf(cells: Cells, impact: Level | undefined, urgency: Level | undefined): Assessment {
    const priority = this.priority && translate(this.priority.cell, this.priority.values, cells);
    const byRule = byMatrix(impact, urgency);
    // What the matrix would have said too needed no hand.
    if (priority !== undefined && priority !== byRule?.priority) return { priority, basis: 'hand' };
    return byRule ?? { priority: DEFAULT_PRIORITY, basis: 'default' };
  }

  private assigneeOf(cells: Cells): Assignee {
    const { agent, team } = this.mapping.ticket.assignee;
    const agentId = this.people.id(agent, cells);
    const teamId = this.people.id(team, cells);
    return { ...(agentId === undefined ? {} : { agentId }), ...(teamId === undefined ? {} : { teamId }) };
  }

  /** A path goes as far as it is known: what stands behind an unknown part has no place in it. */
  private categoryOf(cells: Cells): readonly string[] {
    const path: string[] = [];
    for (const cell of this.category) {
      const text = cell.known(cells);
      if (text === undefined) break;
      path.push(...partsOf(text));
      if (path.length > CATEGORY_DEPTH_MAX) cell.reject(`a category has at most ${CATEGORY_DEPTH_MAX} parts`);
      if (path.some((part) => part.length > NAME_LENGTH_MAX)) cell.reject(`a part of a category has at most ${NAME_LENGTH_MAX} characters`);
    }
    return path;
  }

  private affectedOf(cells: Cells): Affected | undefined {
    return recordOf(this.affected.map(({ part, cell }) => [part, cell.atMost(cells, NAME_LENGTH_MAX)]));
  }

  private resolutionOf(cells: Cells, at: number): Resolution | undefined {
    return recordOf(
      this.resolution.map((dated) => [
        dated.part,
        this.counts(dated, cells, at) ? dated.cell.atMost(cells, RESOLUTION_LENGTHS[dated.part]) : undefined,
      ]),
    );
  }

  private customFieldsOf(cells: Cells, at: number): CustomFields {
    const fields: Record<string, Json> = {};
    for (const field of this.customFields) {
      const value = this.counts(field, cells, at) ? this.customFieldOf(field, cells) : undefined;
      if (value !== undefined) fields[field.key] = value;
    }
    return fields;
  }

  private customFieldOf({ cell, as }: { cell: Cell; as: CustomFieldKind }, cells: Cells): Json | undefined {
    if (as === 'person') return this.people.id(cell.column, cells);
    const text = cell.atMost(cells, CUSTOM_FIELD_TEXT_LENGTH_MAX);
    return text === undefined ? undefined : CONVERSIONS[as](text, cell, this.reading.time);
  }

  private lateOf(cells: Cells): CustomFields {
    const fields: Record<string, Json> = {};
    for (const { key, cell } of this.late) {
      const text = cell.known(cells);
      if (text !== undefined) fields[key] = text;
    }
    return fields;
  }

  /** Has the moment come from which the value counts? Where none is known it never comes. */
  private counts({ since }: DatedCell, cells: Cells, at: number): boolean {
    if (since.length === 0) return true;
    const cell = since.find((candidate) => candidate.known(cells) !== undefined);
    if (!cell) return false;
    const read = this.reading.time(cell.raw(cells));
    return 'problem' in read ? cell.reject(read.problem) : read.at <= at;
  }
}

const statuses = (column: ValueColumn<MappedStatus>, binding: Binding, { categoryOf }: RowReading): Table<CategorisedStatus> => {
  const values = new Map<string, CategorisedStatus>();
  for (const [value, mapped] of Object.entries(column.values)) {
    const category = categoryOf(mapped.status);
    const field = `ticket.status.values.${value}`;
    if (category === undefined) binding.problems.push(`${field}: the workflow has no status ${mapped.status}`);
    else if (mapped.waitingOn !== undefined && category !== 'paused')
      binding.problems.push(`${field}: ${mapped.status} is ${category}, and only a paused status waits for somebody`);
    else values.set(value, { ...mapped, category });
  }
  return { cell: binding.cell('ticket.status.column', column.column), values };
};

const tableOf = <To>(field: string, { column, values }: ValueColumn<To>, binding: Binding): Table<To> => ({
  cell: binding.cell(`${field}.column`, column),
  values: new Map(Object.entries(values)),
});

const tableOrConstant = (
  field: string,
  mapped: ValueColumn<string> | Constant | undefined,
  binding: Binding,
): Table<string> | Constant | undefined => (mapped === undefined || 'value' in mapped ? mapped : tableOf(field, mapped, binding));

const textIn = (source: Table<string> | Constant | undefined, cells: Cells): string | undefined => {
  if (source === undefined) return undefined;
  return 'value' in source ? source.value : translate(source.cell, source.values, cells);
};

const levelIn = (table: Table<LevelInput> | undefined, cells: Cells): Level | undefined => {
  const input = table && translate(table.cell, table.values, cells);
  return input === undefined ? undefined : levelOf(input);
};

const partsOf = (text: string): readonly string[] =>
  text
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const within = (text: string, max: number, what: string): string => {
  if (text.length > max) throw new RejectedRow(`${what} has ${text.length} characters; at most ${max} have a place`);
  return text;
};

const entriesOf = <Key extends string, Value>(record: Readonly<Partial<Record<Key, Value>>>): readonly [Key, Value][] =>
  Object.entries(record) as [Key, Value][];

/** Of the entries those that are known; undefined: none is. */
const recordOf = (entries: readonly (readonly [string, string | undefined])[]): Record<string, string> | undefined => {
  const known = entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
};

const TRUTHS: Readonly<Record<string, boolean>> = { true: true, yes: true, '1': true, false: false, no: false, '0': false };

const CONVERSIONS: Readonly<Record<Exclude<CustomFieldKind, 'person'>, (text: string, cell: Cell, time: TimeReader) => Json>> = {
  text: (text) => text,
  number: (text, cell) => {
    const number = Number(text);
    if (!Number.isFinite(number)) cell.reject(`${quoted(text)} is not a number`);
    // Written as a whole number it is meant to the last digit.
    if (/^[+-]?\d+$/.test(text) && !Number.isSafeInteger(number))
      cell.reject(`${text} has more digits than a number holds: take it as text`);
    return number;
  },
  boolean: (text, cell) => TRUTHS[text.toLowerCase()] ?? cell.reject(`${quoted(text)} is neither true nor false`),
  time: (text, cell, time) => {
    const read = time(text);
    return 'problem' in read ? cell.reject(read.problem) : isoOf(read.at);
  },
};
