import 'reflect-metadata';
import type { Operation } from '@docket/gateway';
import { openApiDocument, pathTemplate } from '@docket/gateway/testing';
import { ABOUT } from './about.js';
import { capabilities } from './capabilities.js';
import { fieldOf } from './testing/graphql-request.js';

type Paths = Readonly<Record<string, Readonly<Record<string, { readonly operationId: string; readonly tags: readonly string[] }>>>>;

const operations = capabilities.flatMap((capability) => capability.operations);
const { paths } = openApiDocument(capabilities, ABOUT) as unknown as { readonly paths: Paths };

const inOpenApi = ({ method, path }: Operation) => paths[pathTemplate(path)]?.[method.toLowerCase()];

describe('what a capability lists is offered without any further hand', () => {
  test('and there is something of every kind', () => {
    expect([...new Set(operations.map(({ kind }) => kind))].sort()).toEqual(['action', 'command', 'query']);
  });

  test.each(operations.map((operation) => [operation.kind, operation.name, operation] as const))(
    'the %s %s is in OpenAPI and in GraphQL',
    (_kind, name, operation) => {
      expect(inOpenApi(operation)).toMatchObject({ operationId: name, tags: [operation.tag], summary: operation.summary });
      expect(fieldOf(operation)?.description).toContain(operation.summary);
    },
  );
});
