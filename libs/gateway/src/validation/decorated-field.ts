import { getMetadataStorage, IS_ARRAY, IS_OBJECT, IS_OPTIONAL, IS_UUID, ValidationTypes } from 'class-validator';
import { type Decorated, schemaOfDecorator } from './converters.js';
import type { JsonSchema } from './json-schema.js';

/** What class-validator remembers of one decorator. */
export type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const isOptional = ({ type, name }: Metadata): boolean => type === ValidationTypes.CONDITIONAL_VALIDATION && name === IS_OPTIONAL;
const isNested = ({ type }: Metadata): boolean => type === ValidationTypes.NESTED_VALIDATION;
const isWhitelisted = ({ type }: Metadata): boolean => type === ValidationTypes.WHITELIST;
const isOfEach = (metadata: Metadata): boolean => Boolean(metadata.each);

/** Why a decorator can't be said in JSON Schema; undefined: it can. */
const unsayable = (metadata: Metadata): string | undefined => {
  if (metadata.groups?.length || metadata.always || metadata.validateIf)
    return "groups, `always` and `validateIf` can't be said in JSON Schema";
  const conditional = metadata.type === ValidationTypes.CONDITIONAL_VALIDATION && !isOptional(metadata);
  return conditional ? "@ValidateIf can't be said in JSON Schema" : undefined;
};

const decorated = (metadata: Metadata): Decorated => {
  const [constraint] = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  const constraints: readonly unknown[] = metadata.constraints ?? [];
  return {
    name: metadata.name ?? metadata.type,
    constraints,
    passes: (value) =>
      constraint?.instance.validate(value, { value, constraints: [...constraints], targetName: '', object: {}, property: '' }) === true,
  };
};

const fragment = (metadata: Metadata): JsonSchema => {
  try {
    return schemaOfDecorator(decorated(metadata));
  } catch (error) {
    throw new Error(`${metadata.name ?? metadata.type}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};

/** The decorators of one field. Its constructor throws, saying why, for those that a compiled validator can't follow. */
export class DecoratedField {
  readonly optional: boolean;
  /** Holds an object of a class, or a list of such objects. */
  readonly nested: boolean;
  readonly list: boolean;
  /** Holds an id, or a list of ids. */
  readonly ids: boolean;
  readonly #checks: readonly Metadata[];

  constructor(all: readonly Metadata[]) {
    const why = all.map(unsayable).find((reason) => reason !== undefined);
    if (why !== undefined) throw new Error(why);
    this.optional = all.some(isOptional);
    this.nested = all.some(isNested);
    this.#checks = all.filter((metadata) => !isOptional(metadata) && !isNested(metadata) && !isWhitelisted(metadata));
    this.list = this.#has(IS_ARRAY);
    this.ids = this.#checks.some(({ name }) => name === IS_UUID);
    if (!this.list && all.some(isOfEach)) throw new Error('`each` takes a single value too: put @IsArray() before it');
    if (this.nested && !this.list && !this.#has(IS_OBJECT))
      throw new Error('@ValidateNested takes nothing and arrays too: put @IsObject() before it');
  }

  /** What the decorators say of the field's value, or of each item of its list. */
  says(ofEach: boolean): readonly JsonSchema[] {
    return this.#checks.filter((metadata) => isOfEach(metadata) === ofEach).map(fragment);
  }

  #has(decorator: string): boolean {
    return this.#checks.some((metadata) => metadata.name === decorator && !isOfEach(metadata));
  }
}
