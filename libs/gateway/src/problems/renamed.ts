import { InvalidPosition } from '@docket/event-store';
import { InvalidCursor } from '@docket/projecting';
import { InvalidInput } from '../validation/input-reader.js';
import { failureProblem } from './failure-problem.js';
import { type Problem, ProblemError } from './problem.js';

/** What the fields of a query's class are called where they were given. */
export type Names = Readonly<Record<string, string>>;

interface Named {
  readonly field?: string;
  readonly detail: string;
}

/** Details begin with the field that they are about. */
const named = <Told extends Named>(told: Told, names: Names): Told => {
  const { field, detail } = told;
  if (field === undefined || !Object.hasOwn(names, field)) return told;
  const name = names[field] as string;
  return { ...told, field: name, detail: detail.startsWith(`${field} `) ? `${name}${detail.slice(field.length)}` : detail };
};

/** What went wrong with a query, told by the names that its parameters have where they were given. */
export const renamed = (error: unknown, names: Names): unknown => {
  if (error instanceof InvalidInput) return new InvalidInput(error.errors.map((told) => named(told, names)));
  if (!(error instanceof InvalidCursor || error instanceof InvalidPosition)) return error;
  return new ProblemError(named<Problem>(failureProblem(error).problem, names));
};
