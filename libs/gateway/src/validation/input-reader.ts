import { validateSync } from 'class-validator';
import { compileAcceptance } from './compile.js';
import { type FieldError, fieldErrors } from './field-errors.js';
import { type InputClass, type InputShape, shapeOf } from './input-shape.js';
import { unstorableIn } from './storable.js';

/** An input that is not what its class says. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(({ detail }) => detail).join('; '));
  }
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An instance with the input's fields, its nested objects instances too. Anything else stays as it is, for class-validator to refuse. */
const instantiate = (shape: InputShape, input: Plain): object => {
  const instance = Object.assign(new shape.input(), input) as Record<string, unknown>;
  for (const field of shape.fields.values()) {
    const { nested } = field;
    const value = input[field.name];
    if (!nested || value === undefined) continue;
    const inner = (item: unknown) => (isPlain(item) ? instantiate(nested, item) : item);
    instance[field.name] = field.list && Array.isArray(value) ? value.map(inner) : inner(value);
  }
  return instance;
};

/** Takes out what is null where null says nothing, and tells what class-validator does not: fields that the class does not know, lists in lists. */
const sift = (shape: InputShape, input: Plain, path: string, wrong: FieldError[]): Plain => {
  const sifted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    const at = path === '' ? name : `${path}.${name}`;
    const field = shape.fields.get(name);
    if (!field) wrong.push({ field: at, detail: `${at} is not a field here` });
    else if (value === null && field.optional && !field.nullable) continue;
    else sifted[name] = field.nested ? siftNested(field.nested, value, at, wrong) : value;
  }
  return sifted;
};

const siftNested = (shape: InputShape, value: unknown, path: string, wrong: FieldError[]): unknown => {
  if (!Array.isArray(value)) return isPlain(value) ? sift(shape, value, path, wrong) : value;
  return value.map((item, index) => {
    const at = `${path}[${index}]`;
    // class-validator looks into lists in lists, and takes an empty one.
    if (Array.isArray(item)) wrong.push({ field: at, detail: `${at} must be an object` });
    return siftNested(shape, item, at, wrong);
  });
};

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
    const wrong: FieldError[] = [];
    const instance = instantiate(shape, sift(shape, given, '', wrong));
    // A class without a single decorator is unknown to class-validator, which then refuses whatever it is given.
    const errors = shape.fields.size === 0 ? [] : fieldErrors(validateSync(instance, { forbidUnknownValues: false }));
    if (wrong.length + errors.length > 0) throw new InvalidInput([...wrong, ...errors]);
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
