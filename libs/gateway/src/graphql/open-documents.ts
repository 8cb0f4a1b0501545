import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, OperationTypeNode, type SelectionNode } from 'graphql';

/** What the schema says of a field at the root; undefined: it is no field, or there is none of this name. */
const extensionsOf = (
  schema: GraphQLSchema,
  operation: OperationTypeNode,
  node: SelectionNode,
): Readonly<Record<string, unknown>> | undefined =>
  node.kind === Kind.FIELD ? schema.getRootType(operation)?.getFields()[node.name.value]?.extensions : undefined;

/** Does an operation ask for one thing alone, which is open for everybody? One at a time, so that what counts requests counts attempts. It need not be valid. */
export const asksForWhatIsOpen = (schema: GraphQLSchema, { operation, selectionSet }: OperationDefinitionNode): boolean => {
  const [only, ...others] = selectionSet.selections;
  return only !== undefined && others.length === 0 && extensionsOf(schema, operation, only)?.['open'] === true;
};

/** Can a valid document be kept as it is written? Not where somebody may have written a password into it. */
export const holdsNoSecret = (schema: GraphQLSchema, { definitions }: DocumentNode): boolean =>
  definitions.every((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== OperationTypeNode.MUTATION) return true;
    return definition.selectionSet.selections.every((node) => extensionsOf(schema, OperationTypeNode.MUTATION, node)?.['action'] === false);
  });
