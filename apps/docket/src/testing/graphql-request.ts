import type { Operation } from '@docket/gateway';
import { fieldOfQuery, partsOf, schemaText } from '@docket/gateway/testing';
import { buildSchema, getNamedType, type GraphQLField, isLeafType, isRequiredArgument } from 'graphql';
import { capabilities } from '../capabilities.js';

export const schema = buildSchema(schemaText(partsOf(capabilities)));

/** The field of GraphQL that stands for an operation; undefined: there is none. */
export const fieldOf = ({ kind, name }: Operation): GraphQLField<unknown, unknown> | undefined =>
  kind === 'query' ? schema.getQueryType()?.getFields()[fieldOfQuery(name)] : schema.getMutationType()?.getFields()[name];

/** A request that asks for an operation with no more than it must be given: `input`, and `id` for whatever it asks of a thing. */
export const askingFor = (operation: Operation, input: object, id: string): { readonly query: string; readonly variables: object } => {
  const field = fieldOf(operation);
  if (!field) throw new Error(`${operation.name} is not in the schema`);
  const args = field.args.filter((arg) => isRequiredArgument(arg) || arg.name === 'input');
  const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  const query = `${operation.kind === 'query' ? 'query' : 'mutation'}${declared === '' ? '' : `(${declared})`} {
    ${field.name}${given === '' ? '' : `(${given})`} ${selection}
  }`;
  return { query, variables: Object.fromEntries(args.map(({ name }) => [name, name === 'input' ? input : id])) };
};
