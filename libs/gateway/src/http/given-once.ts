import { InvalidInput } from '../validation/input-reader.js';

/** What stands in the path is given there alone: in a second place nobody would listen to it. Throws InvalidInput. */
export const givenOnce = (given: object, inPath: readonly string[]): void => {
  const twice = inPath.filter((name) => Object.hasOwn(given, name));
  if (twice.length > 0) throw new InvalidInput(twice.map((field) => ({ field, detail: `${field} stands in the path` })));
};
