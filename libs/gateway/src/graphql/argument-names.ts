import { InvalidCursor } from '@docket/projecting';
import { InvalidPosition } from '@docket/event-store';
import { failureProblem } from '../problems/failure-problem.js';
import { type Problem, ProblemError } from '../problems/problem.js';
import { InvalidInput } from '../validation/input-reader.js';

/** How a query's parameters are called here: connections are paged as Relay's are. */
const ARGUMENTS: Readonly<Record<string, string>> = { after: 'afterPosition', limit: 'first', cursor: 'after' };
const FIELDS: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(ARGUMENTS).map(([field, name]) => [name, field]));

/** The argument of a field of a query's class. */
export const argumentOf = (field: string): string => ARGUMENTS[field] ?? field;

/** The field of a query's class that an argument stands for. */
export const fieldOfArgument = (argument: string): string => FIELDS[argument] ?? argument;

interface Named {
  readonly field?: string;
  readonly detail: string;
}

/** Details begin with the field that they are about. */
const named = <Told extends Named>(told: Told): Told => {
  const { field, detail } = told;
  const argument = field === undefined ? undefined : ARGUMENTS[field];
  if (field === undefined || argument === undefined) return told;
  return { ...told, field: argument, detail: detail.startsWith(`${field} `) ? `${argument}${detail.slice(field.length)}` : detail };
};

/** What went wrong with a query, told by the names that its parameters have here. */
export const byArguments = (error: unknown): unknown => {
  if (error instanceof InvalidInput) return new InvalidInput(error.errors.map(named));
  if (!(error instanceof InvalidCursor || error instanceof InvalidPosition)) return error;
  return new ProblemError(named<Problem>(failureProblem(error).problem));
};
