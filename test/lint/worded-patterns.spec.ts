import 'reflect-metadata';
import { getMetadataStorage } from 'class-validator';
import { inputOf } from '@docket/gateway';
import { InvalidInput, inputReader, partsOf } from '@docket/gateway/testing';
import { capabilities } from '../../apps/docket/src/capabilities.js';

interface Demand {
  readonly name?: string;
  readonly message?: unknown;
  readonly propertyName: string;
}

/** All that the decorators of inputs ask for, of the operations' inputs and of what stands inside them. */
const { validationMetadatas } = getMetadataStorage() as unknown as {
  validationMetadatas: ReadonlyMap<{ name: string }, readonly Demand[]>;
};

test('an input that must match a pattern says in words what it asks for', () => {
  const patterns = [...validationMetadatas].flatMap(([input, demands]) =>
    demands
      .filter(({ name }) => name === 'matches')
      .map(({ message, propertyName }) => ({ field: `${input.name}.${propertyName}`, isWorded: message !== undefined })),
  );
  expect(patterns.length).toBeGreaterThan(30);
  expect(patterns.filter(({ isWorded }) => !isWorded)).toEqual([]);
});

test.each([
  ['createTeam', { name: ' ' }, 'name must not be blank'],
  ['createQueue', { name: ' ', filter: {} }, 'name must not be blank'],
  ['createQueue', { name: 'VIP', filter: { cf: ['site'] } }, 'each value in cf must be key:value, as in site:hcm'],
  [
    'changeTicketStatus',
    { status: 'On hold' },
    'status must be a lower-case letter, then lower-case letters, digits or underscores, as in on_hold',
  ],
])('%s says: %j: %s', (name, body, detail) => {
  const operation = partsOf(capabilities).operations.find((each) => each.name === name);
  if (!operation) throw new Error(`there is no ${name}`);
  const said = () => {
    try {
      return inputReader(inputOf(operation)).read(body);
    } catch (error) {
      if (error instanceof InvalidInput) return error.errors.map((each) => each.detail);
      throw error;
    }
  };
  expect(said()).toEqual([detail]);
});
