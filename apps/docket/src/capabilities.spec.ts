import 'reflect-metadata';
import { inputOf, type Operation } from '@docket/gateway';
import { InvalidInput, inputReader, parametersReader } from '@docket/gateway/testing';
import { eventTypesOf, projectionsOf, type ReadSide } from '@docket/projecting';
import { capabilities } from './capabilities.js';
import { readSides } from './read-sides.js';

const operations = capabilities.flatMap((capability) => capability.operations);
const wrongFields = (read: () => object) => {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors;
    throw error;
  }
};

const SOME_ID = '018f9c7e-0000-7000-8000-000000000001';

/** Reads an operation's example as a request would bring it. */
const readExample = (operation: Operation) => {
  if (operation.kind !== 'query') return inputReader(inputOf(operation)).read(operation.example ?? {});
  const inPath = [...operation.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, SOME_ID]);
  const inQuery = Object.entries(operation.example ?? {}).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : String(value),
  ]);
  return parametersReader(inputReader(operation.query))(Object.fromEntries([...inPath, ...inQuery]) as Record<string, string>);
};

describe('the capabilities together', () => {
  test.each([
    ['operations', operations.map(({ name }) => name)],
    ['calls', operations.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`)],
    ['event types', eventTypesOf(capabilities).map(({ type }) => type)],
    ['kinds of streams', capabilities.flatMap(({ deciders }) => deciders).map(({ category }) => category)],
    ['projections', projectionsOf(capabilities, { timeZone: 'UTC' }).map(({ name }) => name)],
    ['shipped things', capabilities.flatMap(({ shipped = [] }) => shipped).map(({ name }) => name)],
  ])('have no two %s of one name', (_, names) => {
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  // The projector's thread folds by the other list, and the rest of the program knows the capabilities.
  test('have their read sides in the list of read sides, in the same order', () => {
    const toRead = capabilities.filter(({ events, projections }) => events.length > 0 || projections !== undefined);
    const partOf = ({ name, events, projections }: ReadSide) => ({ name, events, projections });
    expect(readSides.map(({ name }) => name)).toEqual(toRead.map(({ name }) => name));
    for (const [index, capability] of toRead.entries()) expect(partOf(capability)).toEqual(partOf(readSides[index] as ReadSide));
  });

  // A validator is compiled with the first input: none of them is to fail in front of whoever sends it.
  test.each(operations.map((operation) => [operation.name, operation] as const))('%s: its input can be checked', (_, operation) => {
    expect(() => wrongFields(() => inputReader(inputOf(operation)).read({}))).not.toThrow();
  });

  const withExample = operations.filter(({ kind, example }) => kind === 'query' || example !== undefined);
  test.each(withExample.map((operation) => [operation.name, operation] as const))('%s: its example is a right input', (_, operation) => {
    // A path parameter may be of a closed set, of which the path alone does not say an example.
    const wrong = wrongFields(() => readExample(operation)).filter(({ field }) => !operation.path.includes(`:${field}`));
    expect(wrong).toEqual([]);
  });

  test('let the administrator do everything', () => {
    expect(operations.filter(({ roles }) => !roles.includes('administrator'))).toEqual([]);
  });

  test('ship what their own commands take', () => {
    for (const { command } of capabilities.flatMap(({ shipped = [] }) => shipped))
      expect(wrongFields(() => inputReader(command.constructor as new () => object).read({ ...command }))).toEqual([]);
  });
});
