import { Ajv, type ValidateFunction } from 'ajv';
import { AnswerSchemas } from '../answers/answer-schema.js';
import { fieldOfQuery } from '../graphql/names.js';
import { GRAPHQL_PATH, matchesPath } from '../http/path.js';
import type { Capability } from '../capability.js';
import { creates } from '../openapi/document.js';
import { ProblemCatalogue } from '../openapi/problem-catalogue.js';
import type { Operation } from '../operation.js';

export type CheckAnswer = (method: string, address: string, status: number, body: unknown) => void;

interface GraphqlError {
  readonly path?: readonly unknown[];
  readonly extensions: { readonly status: number; readonly code: string };
}

/** Errors of an answer of GraphQL; none: it is no such answer. */
const errorsOf = (body: unknown): readonly GraphqlError[] => {
  const { errors } = (body ?? {}) as { readonly errors?: readonly GraphqlError[] };
  return (errors ?? []).filter(({ path }) => path?.length === 1);
};

const fieldOf = ({ kind, name }: Operation): string => (kind === 'query' ? fieldOfQuery(name) : name);

const SCHEMAS_ID = 'answers';

const statusesOf = (operation: Operation): readonly number[] => (operation.kind !== 'query' && creates(operation) ? [200, 201] : [200]);

/** Throws where the JSON of an answer below /api/v1 is not what its operation declares: a field that is missing, of another type, or that nobody declared; another
 *  status; a problem of a code that is not declared there, or not with this status, over GraphQL too. */
export const checkedAnswers = (capabilities: readonly Capability[]): CheckAnswer => {
  const operations = capabilities.flatMap((capability) => capability.operations);
  const catalogue = new ProblemCatalogue(capabilities);
  const schemas = new AnswerSchemas(
    operations.map(({ answer }) => answer),
    { at: `${SCHEMAS_ID}#/$defs/`, closed: true },
  );
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, meta: false, validateSchema: false });
  ajv.addSchema({ $id: SCHEMAS_ID, $defs: schemas.definitions() });
  // A test is answered by a few of them; to compile all would take longer than many a test.
  const onDemand = (schema: object): (() => ValidateFunction) => {
    let compiled: ValidateFunction | undefined;
    return () => (compiled ??= ajv.compile(schema));
  };
  const checks = operations.map((operation) => ({
    name: operation.name,
    field: fieldOf(operation),
    method: operation.method,
    matches: matchesPath(operation.path),
    validate: onDemand(schemas.of(operation.answer)),
    statuses: statusesOf(operation),
    problems: new Set(catalogue.of(operation).map(({ status, code }) => `${status} ${code}`)),
  }));
  const checkErrors = (body: unknown): void => {
    for (const { path = [], extensions } of errorsOf(body)) {
      const check = checks.find(({ field }) => field === path[0]);
      const told = `${extensions.status} ${extensions.code}`;
      if (check && !check.problems.has(told) && extensions.code !== 'graphql.invalid')
        throw new Error(`${check.name} does not declare that it may answer ${told} over GraphQL: ${JSON.stringify(body)}`);
    }
  };
  return (method, address, status, body) => {
    if (address === GRAPHQL_PATH) return checkErrors(body);
    const [path = ''] = address.split('?', 1);
    const check = checks.find((known) => known.method === method && known.matches(path));
    if (!check) return;
    const told = status < 300 ? `${status}` : `${status} ${String((body as { readonly code?: unknown }).code)}`;
    if (status < 300 ? !check.statuses.includes(status) : !check.problems.has(told))
      throw new Error(`${check.name} does not declare that it may answer ${told}: ${JSON.stringify(body)}`);
    if (status >= 300) return;
    const validate = check.validate();
    if (validate(body)) return;
    throw new Error(`${check.name} does not declare what it answers: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(body)}`);
  };
};
