import type { Operation } from '../operation.js';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.js';
import type { KnownProblem, ProblemCatalogue } from './problem-catalogue.js';

type Node = Readonly<Record<string, unknown>>;

const SCHEMA = { $ref: '#/components/schemas/Problem' };

const RETRIED: ReadonlySet<number> = new Set([429, 503]);

const response = (status: number, problems: readonly KnownProblem[]): Node => ({
  description: problems.map(({ code, meaning }) => `\`${code}\`: ${meaning}`).join('\n\n'),
  ...(RETRIED.has(status)
    ? { headers: { 'Retry-After': { description: 'Seconds after which it may go well', schema: { type: 'integer' } } } }
    : {}),
  content: {
    [PROBLEM_MEDIA_TYPE]: { schema: { allOf: [SCHEMA, { properties: { code: { enum: problems.map(({ code }) => code) } } }] } },
  },
});

/** The error responses of operations, by status, each with the codes that are possible there. What several operations have alike stands among the components. */
export class ProblemResponses {
  readonly #shared = new Map<string, Node>();

  constructor(private readonly catalogue: ProblemCatalogue) {}

  of(operation: Operation): Node {
    const byStatus = new Map<number, KnownProblem[]>();
    for (const problem of this.catalogue.of(operation)) byStatus.set(problem.status, [...(byStatus.get(problem.status) ?? []), problem]);
    const answers = [...byStatus].sort(([one], [other]) => one - other);
    return {
      ...Object.fromEntries(answers.map(([status, problems]) => [status, this.#response(status, problems)])),
      default: { $ref: '#/components/responses/Problem' },
    };
  }

  /** What `of` has pointed to. */
  components(): Node {
    return {
      Problem: { description: 'Refused or failed', content: { [PROBLEM_MEDIA_TYPE]: { schema: SCHEMA } } },
      ...Object.fromEntries([...this.#shared].sort(([one], [other]) => (one < other ? -1 : 1))),
    };
  }

  #response(status: number, problems: readonly KnownProblem[]): Node {
    if (problems.some(({ code }) => this.catalogue.isOwn(code))) return response(status, problems);
    const name = `${status}-${problems.map(({ code }) => code).join('-')}`;
    if (!this.#shared.has(name)) this.#shared.set(name, response(status, problems));
    return { $ref: `#/components/responses/${name}` };
  }
}
