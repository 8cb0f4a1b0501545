import type { ValidationError } from 'class-validator';

/** What is wrong with one field, in class-validator's words. `field` is a path: `requester.email`, `members[2].agentId`. */
export interface FieldError {
  readonly field: string;
  readonly detail: string;
}

const join = (parent: string, property: string, inList: boolean): string =>
  inList ? `${parent}[${property}]` : parent === '' ? property : `${parent}.${property}`;

/** class-validator's tree of errors as a list of paths. */
export const fieldErrors = (errors: readonly ValidationError[], parent = '', inList = false): FieldError[] =>
  errors.flatMap((error) => {
    const field = join(parent, error.property, inList);
    const own = Object.values(error.constraints ?? {}).map((detail) => ({ field, detail }));
    return [...own, ...fieldErrors(error.children ?? [], field, Array.isArray(error.value))];
  });
