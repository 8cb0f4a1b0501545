import { getNamedType, type GraphQLField, type GraphQLNamedType, isLeafType, isObjectType } from 'graphql';

const argumentsOf = ({ args }: GraphQLField<unknown, unknown>, first: number): string =>
  args.some(({ name }) => name === 'first') ? `(first: ${first})` : '';

/** A selection of everything that can be asked for of a type, along its relations too, to a depth; of each list, so many. */
export const wholeSelection = (type: GraphQLNamedType, depth: number, first: number): string => {
  if (isLeafType(type) || !isObjectType(type)) return '';
  const selected = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    if (depth <= 1) return [];
    return [`${field.name}${argumentsOf(field, first)} ${wholeSelection(inner, depth - 1, first)}`];
  });
  return `{ ${['__typename', ...selected].join(' ')} }`;
};
