import { InvalidInput, inputReader } from '../validation/input-reader.js';

/** The fields that an input is refused for, each once; [] when it is taken. */
export const wrongFields = (input: new () => object, given: object): string[] => {
  try {
    inputReader(input).read(given);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return [...new Set(error.errors.map(({ field }) => field))];
    throw error;
  }
};
