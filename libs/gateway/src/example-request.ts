import { parametersOf } from './http/path.js';
import type { Operation } from './operation.js';

/** In the form of every id. Nobody has a thing of it. */
const SOME_ID = '0190a5c2-7c1e-7b6a-9f10-3c2f5d8e4a17';

type Given = Readonly<Record<string, unknown>>;

/** A request that an operation takes, by the places of what it is given; values as the operation's class has them. */
export interface ExampleRequest {
  readonly path: Given;
  readonly query: Given;
  /** undefined: a query has none. */
  readonly body: Given | undefined;
}

/** What the operation declares as its example, and ids for its path. Whoever is given nothing beside them has nothing to declare. */
export const exampleRequest = ({ kind, path, example = {} }: Operation): ExampleRequest => {
  const inPath = parametersOf(path);
  const declared = Object.entries(example as Given);
  const beside = Object.fromEntries(declared.filter(([name]) => !inPath.includes(name)));
  return {
    path: {
      ...Object.fromEntries(inPath.map((name) => [name, SOME_ID])),
      ...Object.fromEntries(declared.filter(([name]) => inPath.includes(name))),
    },
    query: kind === 'query' ? beside : {},
    body: kind === 'query' ? undefined : beside,
  };
};
