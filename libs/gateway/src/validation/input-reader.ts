import { validateSync } from 'class-validator';
import { INPUT_ERRORS_MAX } from '../limits.js';
import { compileAcceptance } from './compile.js';
import { type FieldError, fieldErrors, withShortName } from './field-errors.js';
import { type InputClass, type InputField, type InputShape, shapeOf } from './input-shape.js';
import type { JsonSchema } from './json-schema.js';
import { unstorableIn } from './storable.js';

/** An input that is not what its class says. Tells at most INPUT_ERRORS_MAX things. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    const told = errors.slice(0, INPUT_ERRORS_MAX).map(withShortName);
    super(told.map(({ detail }) => detail).join('; '));
    this.errors = told;
  }
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

const asId = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** Ids are lower case, however they are typed; one that is typed in two ways is one. */
const asIds = (value: unknown): unknown => {
  if (!Array.isArray(value)) return asId(value);
  const ids = value.map(asId);
  return ids.every((id, index) => id === value[index]) ? value : [...new Set(ids)];
};

/** An instance with the input's fields, its nested objects instances too. Anything else stays as it is, for class-validator to refuse. */
const instantiate = (shape: InputShape, input: Plain): object => {
  const instance = Object.assign(new shape.input(), input) as Record<string, unknown>;
  for (const field of shape.fields.values()) {
    const { nested, ids } = field;
    const value = input[field.name];
    if (ids && value !== undefined) instance[field.name] = asIds(value);
    if (!nested || value === undefined) continue;
    const inner = (item: unknown) => (isPlain(item) ? instantiate(nested, item) : item);
    instance[field.name] = field.list && Array.isArray(value) ? value.map(inner) : inner(value);
  }
  return instance;
};

/** What is wrong with an input, so far. As soon as it is more than anybody reads, nothing more is looked for: refusing nonsense must cost little. */
class Findings {
  readonly errors: FieldError[] = [];

  /** Throws InvalidInput. */
  add(field: string, why: string): void {
    this.errors.push({ field, detail: `${field} ${why}` });
    if (this.errors.length >= INPUT_ERRORS_MAX) throw new InvalidInput(this.errors);
  }

  /** Of what is so large that nobody looks into it. Throws InvalidInput. */
  end(field: string, why: string): never {
    throw new InvalidInput([...this.errors, { field, detail: `${field} ${why}` }]);
  }
}

/** Takes out what is null where null says nothing, and tells what class-validator does not: fields that the class does not know, lists in lists. */
const sift = (shape: InputShape, input: Plain, path: string, wrong: Findings): Plain => {
  const sifted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    const at = path === '' ? name : `${path}.${name}`;
    const field = shape.fields.get(name);
    if (!field) wrong.add(at, 'is not a field here');
    else if (value === null && field.optional && !field.nullable) continue;
    else sifted[name] = field.nested ? siftNested(field, field.nested, value, at, wrong) : value;
  }
  return sifted;
};

const siftNested = (field: InputField, shape: InputShape, value: unknown, path: string, wrong: Findings): unknown => {
  if (!Array.isArray(value)) return isPlain(value) ? sift(shape, value, path, wrong) : value;
  const max = mostItems(field.schema);
  if (value.length > max) wrong.end(path, `must contain no more than ${max} elements`);
  return value.map((item, index) => {
    const at = `${path}[${index}]`;
    // class-validator looks into lists in lists, and takes an empty one.
    if (Array.isArray(item)) wrong.add(at, 'must be an object');
    return siftNested(field, shape, item, at, wrong);
  });
};

/** Infinity: the field says nothing of it. */
const mostItems = ({ maxItems, allOf = [], anyOf = [] }: JsonSchema): number =>
  Math.min(maxItems ?? Number.POSITIVE_INFINITY, ...[...allOf, ...anyOf].map(mostItems));

/** Reads inputs of one class. */
export interface InputReader<Input extends object = object> {
  readonly shape: InputShape;
  /** The input as an instance of the class. Throws InvalidInput. */
  read(input: unknown): Input;
}

/** The compiled validator may only accept; what it does not accept goes to class-validator, which decides and words the refusal. */
export const inputReader = <Input extends object>(input: InputClass<Input>): InputReader<Input> => {
  const shape = shapeOf(input);
  const accepts = compileAcceptance(shape.schema);
  const judge = (given: unknown): object => {
    if (!isPlain(given)) throw new InvalidInput([{ field: '', detail: 'a JSON object is expected' }]);
    const wrong = new Findings();
    const instance = instantiate(shape, sift(shape, given, '', wrong));
    // A class without a single decorator is unknown to class-validator, which then refuses whatever it is given.
    const errors = shape.fields.size === 0 ? [] : fieldErrors(validateSync(instance, { forbidUnknownValues: false }));
    if (wrong.errors.length + errors.length > 0) throw new InvalidInput([...wrong.errors, ...errors]);
    return instance;
  };
  return {
    shape,
    read: (given) => {
      const unstorable = unstorableIn(given);
      if (unstorable) throw new InvalidInput([unstorable]);
      return (accepts(given) ? instantiate(shape, given as Plain) : judge(given)) as Input;
    },
  };
};
