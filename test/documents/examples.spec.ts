import 'reflect-metadata';
import { inputOf, type Operation } from '@docket/gateway';
import { inputReader, openApiDocument, parametersReader, parameterText, pathTemplate } from '@docket/gateway/testing';
import { ABOUT } from '../../apps/docket/src/about.js';
import { capabilities } from '../../apps/docket/src/capabilities.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly example?: unknown;
}

interface Described {
  readonly parameters: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly example?: object } } };
}

const operations = capabilities.flatMap((capability) => capability.operations);
const { paths } = openApiDocument(capabilities, ABOUT) as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
};

const describedAs = ({ method, path, name }: Operation): Described => {
  const described = paths[pathTemplate(path)]?.[method.toLowerCase()];
  if (!described) throw new Error(`${name} is not in the document`);
  return described;
};

const examplesIn = ({ parameters }: Described, ...places: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    parameters.flatMap((parameter) =>
      'name' in parameter && places.includes(parameter.in) && parameter.example !== undefined ? [[parameter.name, parameter.example]] : [],
    ),
  );

/** What reads the request that a tool makes of the document's examples, and of nothing else. The target's id is no field of a body's class. */
const readRequest = (operation: Operation): object => {
  const described = describedAs(operation);
  const reader = inputReader(inputOf(operation));
  if (operation.kind === 'query') {
    const given = Object.entries(examplesIn(described, 'path', 'query'));
    return parametersReader(reader)(Object.fromEntries(given.map(([name, value]) => [name, parameterText(value)])));
  }
  const { id: _, ...inPath } = examplesIn(described, 'path');
  return reader.read({ ...described.requestBody?.content['application/json'].example, ...inPath });
};

describe('whoever imports the OpenAPI document finds', () => {
  const named = operations.map((operation) => [operation.name, operation] as const);

  test.each(named)('with %s an example of all that it must be given, which it takes', (_, operation) => {
    expect(readRequest(operation)).toBeInstanceOf(inputOf(operation));
  });

  test.each(named)('with %s an example of each part of its path, and of its body', (_, operation) => {
    const described = describedAs(operation);
    const inPath = [...operation.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(examplesIn(described, 'path')).sort()).toEqual(inPath.sort());
    expect(described.requestBody?.content['application/json'] ?? { example: {} }).toHaveProperty('example');
    expect(described.requestBody === undefined).toBe(operation.kind === 'query');
  });

  test.each(named)('with %s the example that it declares', (_, operation) => {
    const described = describedAs(operation);
    const body = described.requestBody?.content['application/json'].example ?? {};
    expect({ ...examplesIn(described, 'path', 'query'), ...body }).toMatchObject(operation.example ?? {});
  });
});
