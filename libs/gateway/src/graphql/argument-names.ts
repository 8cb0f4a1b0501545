import { type Names, renamed } from '../problems/renamed.js';

/** How a query's parameters are called here: connections are paged as Relay's are. */
const ARGUMENTS: Names = { after: 'afterPosition', limit: 'first', cursor: 'after' };
const FIELDS: Names = Object.fromEntries(Object.entries(ARGUMENTS).map(([field, name]) => [name, field]));

/** The argument of a field of a query's class. */
export const argumentOf = (field: string): string => ARGUMENTS[field] ?? field;

/** The field of a query's class that an argument stands for. */
export const fieldOfArgument = (argument: string): string => FIELDS[argument] ?? argument;

/** What went wrong with a query, told by the names that its parameters have here. */
export const byArguments = (error: unknown): unknown => renamed(error, ARGUMENTS);
