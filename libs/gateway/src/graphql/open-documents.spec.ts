import { GraphQLObjectType, GraphQLSchema, GraphQLString, type OperationDefinitionNode, parse } from 'graphql';
import { asksForWhatIsOpen, holdsNoSecret } from './open-documents.js';

const field = (extensions: Readonly<Record<string, boolean>>) => ({ type: GraphQLString, extensions });
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { kettles: field({ asks: true }) } }),
  mutation: new GraphQLObjectType({
    name: 'Mutation',
    fields: {
      buy: field({ action: false, open: false }),
      lock: field({ action: true, open: false }),
      knock: field({ action: true, open: true }),
    },
  }),
});
const operationOf = (document: string) => parse(document).definitions[0] as OperationDefinitionNode;

describe('whoever has not signed in', () => {
  test('may ask for one thing that is open', () => {
    expect(asksForWhatIsOpen(schema, operationOf('mutation { knock }'))).toBe(true);
    expect(asksForWhatIsOpen(schema, operationOf('mutation named { other: knock }'))).toBe(true);
  });

  test.each(['mutation { lock }', 'mutation { buy }', 'mutation { knock lock }', 'mutation { a: knock b: knock }', 'query { kettles }'])(
    'may not ask for %s',
    (document) => {
      expect(asksForWhatIsOpen(schema, operationOf(document))).toBe(false);
    },
  );

  test.each([
    'query { knock }',
    'mutation { unheard }',
    'mutation { ... { knock } }',
    'mutation { ...f } fragment f on Mutation { knock }',
    'subscription { knock }',
    'query { __schema { types { name } } }',
  ])('may not ask for %s either', (document) => {
    expect(asksForWhatIsOpen(schema, operationOf(document))).toBe(false);
  });
});

test.each([
  ['query { kettles }', true],
  ['query { ...f } fragment f on Query { kettles }', true],
  ['mutation { buy }', true],
  ['mutation { buy lock }', false],
  ['query a { kettles } mutation b { knock }', false],
  ['mutation { ...f } fragment f on Mutation { knock }', false],
  ['mutation { ... { knock } }', false],
])('%s is kept: %s', (document, kept) => {
  expect(holdsNoSecret(schema, parse(document))).toBe(kept);
});
