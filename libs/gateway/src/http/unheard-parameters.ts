import { InvalidInput } from '../validation/input-reader.js';

/** Why parameters of an address are refused where nobody would look at them; undefined: there are none. `instead`: how it is told here. */
export const unheardParameters = (names: readonly string[], instead: string): InvalidInput | undefined =>
  names.length === 0
    ? undefined
    : new InvalidInput(names.map((field) => ({ field, detail: `${field} is not a parameter here: ${instead}` })));

/** Whatever a command or GraphQL is told stands in the body, the path and the headers. Throws InvalidInput. */
export const withoutParameters = (query: unknown): void => {
  const refused = unheardParameters(Object.keys(query as object), 'send it in the body');
  if (refused) throw refused;
};
