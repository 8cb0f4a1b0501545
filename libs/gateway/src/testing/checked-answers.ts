import { Ajv } from 'ajv';
import { AnswerSchemas } from '../answers/answer-schema.js';
import { matchesPath } from '../http/path.js';
import type { Operation } from '../operation.js';

export type CheckAnswer = (method: string, address: string, status: number, body: unknown) => void;

const SCHEMAS_ID = 'answers';

/** Throws where the JSON of an answer below /api/v1 is not what its operation declares: a field that is missing, of another type, or that nobody declared. */
export const checkedAnswers = (operations: readonly Operation[]): CheckAnswer => {
  const schemas = new AnswerSchemas(
    operations.map(({ answer }) => answer),
    { at: `${SCHEMAS_ID}#/$defs/`, closed: true },
  );
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, meta: false, validateSchema: false });
  ajv.addSchema({ $id: SCHEMAS_ID, $defs: schemas.definitions() });
  const checks = operations.map(({ name, method, path, answer }) => ({
    name,
    method,
    matches: matchesPath(path),
    validate: ajv.compile(schemas.of(answer)),
  }));
  return (method, address, status, body) => {
    const [path = ''] = address.split('?', 1);
    const check = checks.find((known) => known.method === method && known.matches(path));
    if (!check || status < 200 || status >= 300 || check.validate(body)) return;
    throw new Error(`${check.name} does not declare what it answers: ${ajv.errorsText(check.validate.errors)}: ${JSON.stringify(body)}`);
  };
};
