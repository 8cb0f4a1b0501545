import 'reflect-metadata';
import { inputOf, ListQueryParameters, type Operation } from '@docket/gateway';
import { InvalidInput, inputReader } from '@docket/gateway/testing';
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

const fieldsOf = (input: new () => object) => [...inputReader(input).shape.fields.keys()];
const everyListTakes = fieldsOf(ListQueryParameters);
/** What an operation is given that neither its path says to be an id nor all lists take. */
const ownFields = (operation: Operation) =>
  fieldsOf(inputOf(operation)).filter((name) => !operation.path.includes(`:${name}`) && !everyListTakes.includes(name));

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

  test.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s: declares an example, or has nothing that it could be an example of',
    (_, operation) => {
      expect(operation.example === undefined ? ownFields(operation) : []).toEqual([]);
    },
  );

  test('let the administrator do everything', () => {
    expect(operations.filter(({ roles }) => !roles.includes('administrator'))).toEqual([]);
  });

  test('ship what their own commands take', () => {
    for (const { command } of capabilities.flatMap(({ shipped = [] }) => shipped))
      expect(wrongFields(() => inputReader(command.constructor as new () => object).read({ ...command }))).toEqual([]);
  });
});
