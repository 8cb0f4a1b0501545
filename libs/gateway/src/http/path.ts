/** Everything that is offered under one version of the interface. */
export const API_PREFIX = '/api/v1';

export const GRAPHQL_PATH = '/graphql';

/** Names of the parameters in a path: `id` of `/tickets/:id/assignment`. */
export const parametersOf = (path: string): readonly string[] => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');

/** The path as OpenAPI writes it: `/tickets/{id}`. */
export const pathTemplate = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** Does an address (without its query) belong to a path? */
export const matchesPath = (path: string): ((address: string) => boolean) => {
  const expression = path
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  const pattern = new RegExp(`^${expression}$`);
  return (address) => pattern.test(address);
};
