import { Ajv, type Code, type CodeKeywordDefinition, type KeywordCxt, type ValidateFunction, _ } from 'ajv';
import { maxLength, minLength } from 'class-validator';
import { checkOf } from './formats.js';
import type { JsonSchema } from './json-schema.js';

/** A keyword whose generated code fails when the condition holds. */
const keyword = (name: string, schemaType: 'number' | 'string', fails: (cxt: KeywordCxt) => Code): CodeKeywordDefinition => ({
  keyword: name,
  type: 'string',
  schemaType,
  code: (cxt) => {
    cxt.fail(fails(cxt));
  },
});

const call = (cxt: KeywordCxt, ref: unknown) => cxt.gen.scopeValue('func', { ref });

/** class-validator counts a surrogate pair, and a character with its variation selector, as one: what it counts lies between a third of the code
 *  units and all of them, so most texts need no counting. */
const LENGTHS = [
  keyword(
    'maxLength',
    'number',
    (cxt) => _`${cxt.data}.length > ${cxt.schemaCode} && !${call(cxt, maxLength)}(${cxt.data}, ${cxt.schemaCode})`,
  ),
  keyword(
    'minLength',
    'number',
    (cxt) => _`${cxt.data}.length < 3 * ${cxt.schemaCode} && !${call(cxt, minLength)}(${cxt.data}, ${cxt.schemaCode})`,
  ),
];

const PATTERN = keyword('pattern', 'string', (cxt) => {
  const { pattern = '', 'x-flags': flags = '' } = cxt.parentSchema as JsonSchema;
  return _`!${cxt.gen.scopeValue('pattern', { ref: new RegExp(pattern, flags) })}.test(${cxt.data})`;
});

const FORMAT = keyword('format', 'string', (cxt) => _`!${call(cxt, checkOf(String(cxt.schema)))}(${cxt.data})`);

/** Without the meta-schema: these schemas are our own, and the compiler is told all their keywords. */
const compiler = (): Ajv => {
  const ajv = new Ajv({ allErrors: false, strictTypes: false, meta: false, validateSchema: false });
  for (const definition of [...LENGTHS, PATTERN, FORMAT]) {
    ajv.removeKeyword(String(definition.keyword));
    ajv.addKeyword(definition);
  }
  return ajv.addVocabulary(['x-flags']);
};

/** Compiles a schema that decorators gave, with its first input: a start that compiles all of them takes a quarter of a second more. What it
 *  accepts, class-validator accepts: where JSON Schema counts or matches otherwise, class-validator's own functions stand in for the keyword. */
export const compileAcceptance = (schema: JsonSchema): ((input: unknown) => boolean) => {
  let validate: ValidateFunction | undefined;
  return (input) => (validate ??= compiler().compile(schema))(input);
};
