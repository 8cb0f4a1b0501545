import { rolesOf } from '@docket/access';
import { AnswerSchemas } from '../answers/answer-schema.js';
import type { Capability } from '../capability.js';
import { exampleRequest } from '../example-request.js';
import { BODY_BYTES_MAX, IDEMPOTENCY_KEY_LENGTH_MAX } from '../limits.js';
import { type ActionOperation, type CommandOperation, inputOf, isOpen, type Operation, type QueryOperation } from '../operation.js';
import { API_PREFIX, parametersOf, pathTemplate } from '../http/path.js';
import { type InputShape, shapeOf } from '../validation/input-shape.js';
import type { JsonSchema } from '../validation/json-schema.js';
import { ProblemCatalogue } from './problem-catalogue.js';
import { ProblemResponses } from './problem-responses.js';
import { publicSchema } from './public-schema.js';

/** Which program it is. */
export interface About {
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

type Node = Readonly<Record<string, unknown>>;

const parameter = (place: 'path' | 'query' | 'header', name: string, schema: JsonSchema, required: boolean, examples: Node = {}): Node => ({
  name,
  in: place,
  required,
  schema: publicSchema(schema),
  ...(name in examples ? { example: examples[name] } : {}),
  ...(place === 'query' && schema.type === 'array' ? { style: 'form', explode: false } : {}),
});

const HEADERS = {
  idempotencyKey: { $ref: '#/components/parameters/IdempotencyKey' },
  ifMatch: { $ref: '#/components/parameters/IfMatch' },
};

/** Parameters of a class that stand in the path or in the query string, and headers that stand for some of them. */
const parametersOfQuery = (operation: QueryOperation): readonly Node[] => {
  const inPath = parametersOf(operation.path);
  const { fields } = shapeOf(operation.query);
  const { path, query } = exampleRequest(operation);
  const parameters = [...fields.values()].map(({ name, schema, optional }) =>
    inPath.includes(name) ? parameter('path', name, schema, true, path) : parameter('query', name, schema, !optional, query),
  );
  const headers = Object.entries(operation.headers ?? {}).map(([header, names]) => ({
    ...parameter('header', header, fields.get(names[0])?.schema ?? {}, false),
    description: `Heard as \`${names[0]}\`, and in the place of ${names.map((name) => `\`${name}\``).join(' and ')}.`,
  }));
  return [...parameters, ...headers];
};

const parametersOfCommand = (operation: CommandOperation | ActionOperation, shape: InputShape): readonly Node[] => [
  ...parametersOf(operation.path).map((name) =>
    parameter(
      'path',
      name,
      name === 'id' ? { type: 'string', format: 'uuid' } : (shape.fields.get(name)?.schema ?? { type: 'string' }),
      true,
      exampleRequest(operation).path,
    ),
  ),
  HEADERS.idempotencyKey,
  HEADERS.ifMatch,
];

/** The body: the command's fields but those that stand in the path. */
const bodySchema = (operation: CommandOperation | ActionOperation, shape: InputShape): JsonSchema => {
  const inPath = parametersOf(operation.path);
  const fields = [...shape.fields.values()].filter(({ name }) => !inPath.includes(name));
  const required = fields.filter(({ optional }) => !optional).map(({ name }) => name);
  return publicSchema({
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  });
};

export const creates = (operation: CommandOperation | ActionOperation): boolean =>
  operation.kind === 'action'
    ? operation.creates === true
    : Object.values(operation.decider.commands).some(({ command, creates: how }) => command === operation.command && how !== undefined);

/** Where the document keeps the schemas of answers. */
const AT = '#/components/schemas/';

const ETAG: Node = { description: 'The revision, in quotes', schema: { type: 'string' } };

const answersOf = (operation: Operation, schemas: AnswerSchemas, responses: ProblemResponses): Node => {
  const problems = responses.of(operation);
  const json = { 'application/json': { schema: schemas.of(operation.answer) } };
  if (operation.kind === 'query') {
    const others = Object.fromEntries(
      Object.keys(operation.mediaTypes ?? {}).map((mediaType) => [mediaType, { schema: { type: 'string' } }]),
    );
    return {
      200: { description: 'The answer', headers: { ETag: ETAG }, content: { ...json, ...others } },
      ...problems,
    };
  }
  const done = { headers: { ETag: ETAG }, content: json };
  const already = { 200: { description: 'The state after it', ...done } };
  if (!creates(operation)) return { ...already, ...problems };
  const location = { Location: { description: 'Where it is', schema: { type: 'string' } } };
  return { 201: { description: 'It was made', ...done, headers: { ...done.headers, ...location } }, ...already, ...problems };
};

const described = (operation: Operation): string => {
  const { description, refusals = [] } = operation;
  return [
    description ?? '',
    isOpen(operation) ? 'For everybody, without a token.' : `For: ${rolesOf(operation).join(', ')}.`,
    refusals.length === 0 ? '' : `May be refused with ${refusals.map((code) => `\`${code}\``).join(', ')}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
};

const operationNode = (operation: Operation, schemas: AnswerSchemas, responses: ProblemResponses): Node => {
  const shape = operation.kind === 'query' ? undefined : shapeOf(inputOf(operation));
  const schema = shape && operation.kind !== 'query' ? bodySchema(operation, shape) : undefined;
  const { body: example } = exampleRequest(operation);
  return {
    operationId: operation.name,
    summary: operation.summary,
    description: described(operation),
    tags: [operation.tag],
    parameters:
      operation.kind !== 'query' && shape ? parametersOfCommand(operation, shape) : parametersOfQuery(operation as QueryOperation),
    ...(schema ? { requestBody: { required: schema.required !== undefined, content: { 'application/json': { schema, example } } } } : {}),
    responses: answersOf(operation, schemas, responses),
    ...(isOpen(operation) ? { security: [] } : {}),
  };
};

const PROBLEM_SCHEMAS: Node = {
  Problem: {
    type: 'object',
    description: 'Problem details (RFC 9457)',
    required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
    properties: {
      type: { type: 'string', format: 'uri-reference' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string', description: 'Stable: programs decide by it. docs/errors.md says of each what it means and what to do.' },
      detail: { type: 'string' },
      field: { type: 'string' },
      errors: {
        type: 'array',
        items: { type: 'object', required: ['field', 'detail'], properties: { field: { type: 'string' }, detail: { type: 'string' } } },
      },
      instance: { type: 'string', description: 'The request’s id' },
    },
  },
};

const COMPONENTS: Node = {
  securitySchemes: { accessToken: { type: 'http', scheme: 'bearer' } },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description: 'Makes it safe to send again: the same key with the same body answers what was recorded then.',
      schema: { type: 'string', minLength: 1, maxLength: IDEMPOTENCY_KEY_LENGTH_MAX },
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      description: 'A revision in quotes, as ETag gave it: the command is refused with 412 when the thing has changed since.',
      schema: { type: 'string', examples: ['"3"'] },
    },
  },
};

/** The OpenAPI 3.1 document of all operations. Throws where one may be refused with a code that nobody explains. */
export const openApiDocument = (capabilities: readonly Capability[], { name, version, description }: About): Node => {
  const operations = capabilities.flatMap((capability) => capability.operations);
  const responses = new ProblemResponses(new ProblemCatalogue(capabilities));
  const schemas = new AnswerSchemas(
    operations.map(({ answer }) => answer),
    { at: AT, closed: false },
  );
  const paths: Record<string, Record<string, Node>> = {};
  for (const operation of operations) {
    const path = (paths[pathTemplate(operation.path)] ??= {});
    path[operation.method.toLowerCase()] = operationNode(operation, schemas, responses);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: name,
      version,
      description: `${description} Bodies are JSON of at most ${BODY_BYTES_MAX} bytes.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: API_PREFIX }],
    security: [{ accessToken: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((tag) => ({ name: tag })),
    paths,
    components: { ...COMPONENTS, responses: responses.components(), schemas: { ...schemas.definitions(), ...PROBLEM_SCHEMAS } },
  };
};
