import { validateSync } from 'class-validator';
import { compileAcceptance } from './compile.js';
import { type FieldError, fieldErrors } from './field-errors.js';
import { type InputClass, type InputShape, shapeOf } from './input-shape.js';
import { illFormedAt } from './well-formed.js';

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

/** Takes out what is null where null says nothing, and names what the class does not know. */
const sift = (shape: InputShape, input: Plain, path: string, unknown: FieldError[]): Plain => {
  const sifted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    const at = path === '' ? name : `${path}.${name}`;
    const field = shape.fields.get(name);
    if (!field) unknown.push({ field: at, detail: `${at} is not a field here` });
    else if (value === null && field.optional && !field.nullable) continue;
    else sifted[name] = field.nested ? siftNested(field.nested, value, at, unknown) : value;
  }
  return sifted;
};

const siftNested = (shape: InputShape, value: unknown, path: string, unknown: FieldError[]): unknown => {
  if (Array.isArray(value)) return value.map((item, index) => siftNested(shape, item, `${path}[${index}]`, unknown));
  return isPlain(value) ? sift(shape, value, path, unknown) : value;
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
    const unknown: FieldError[] = [];
    const instance = instantiate(shape, sift(shape, given, '', unknown));
    // A class without a single decorator is unknown to class-validator, which then refuses whatever it is given.
    const errors = shape.fields.size === 0 ? [] : fieldErrors(validateSync(instance, { forbidUnknownValues: false }));
    if (unknown.length + errors.length > 0) throw new InvalidInput([...unknown, ...errors]);
    return instance;
  };
  return {
    shape,
    read: (given) => {
      const illFormed = illFormedAt(given);
      if (illFormed !== undefined) throw new InvalidInput([{ field: illFormed, detail: `${illFormed} is not well-formed Unicode text` }]);
      return (accepts(given) ? instantiate(shape, given as Plain) : judge(given)) as Input;
    },
  };
};
