import { IsOptional } from 'class-validator';

const nullable = Symbol('docket.nullable');

/** For an input's field: `null` may be given and means something (`agentId: null` takes the assignment away). The field is optional.
 *  Everywhere else an optional field that is given as null counts as absent. */
export const Nullable = (): PropertyDecorator => (target, property) => {
  IsOptional()(target, property);
  Reflect.defineMetadata(nullable, true, target, property);
};

export const isNullable = (input: new () => object, property: string): boolean =>
  Reflect.getMetadata(nullable, input.prototype as object, property) === true;
