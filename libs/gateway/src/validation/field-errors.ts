import type { ValidationError } from 'class-validator';
import { FIELD_NAME_LENGTH_MAX } from '../limits.js';
import { cutText } from '../problems/cut-text.js';

/** What is wrong with one field, in class-validator's words where the field is there. `field` is a path: `requester.email`, `members[2].agentId`. */
export interface FieldError {
  readonly field: string;
  readonly detail: string;
}

/** Names of fields that there are not come from whoever sent them, as long as a body may be; the detail repeats the name. */
export const withShortName = (error: FieldError): FieldError => {
  const { field, detail } = error;
  if (field.length <= FIELD_NAME_LENGTH_MAX) return error;
  const name = cutText(field, FIELD_NAME_LENGTH_MAX);
  return { field: name, detail: detail.replace(field, () => name) };
};

const join = (parent: string, property: string, inList: boolean): string =>
  inList ? `${parent}[${property}]` : parent === '' ? property : `${parent}.${property}`;

/** What the field should have been; of a field that is not there, only that: how long it may be helps nobody who forgot it. null counts as absent. */
const demandsOf = ({ property, value, constraints = {} }: ValidationError, inList: boolean): readonly string[] => {
  const demands = Object.values(constraints);
  const isAbsent = !inList && (value === undefined || value === null);
  return isAbsent && demands.length > 0 ? [`${property} is missing`] : demands;
};

/** class-validator's tree of errors as a list of paths. */
export const fieldErrors = (errors: readonly ValidationError[], parent = '', inList = false): FieldError[] =>
  errors.flatMap((error) => {
    const field = join(parent, error.property, inList);
    const own = demandsOf(error, inList).map((detail) => ({ field, detail }));
    return [...own, ...fieldErrors(error.children ?? [], field, Array.isArray(error.value))];
  });
