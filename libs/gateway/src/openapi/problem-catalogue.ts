import type { Capability } from '../capability.js';
import { absenceCode } from '../dispatch.js';
import type { Operation } from '../operation.js';
import { STATUS } from '../problems/refusal-problem.js';
import { mayAnswer, SHARED_PROBLEMS } from './problem-codes.js';

/** What to do, by status. */
const ADVICE: Readonly<Record<number, string>> = {
  400: 'Change the request: the same one is refused again.',
  401: 'Get a token that is good, and send it.',
  403: 'Ask somebody who may, or for another role.',
  404: 'Look at the address and the id; what you may not see is not there either.',
  405: 'Use a method that `Allow` names.',
  408: 'Send it again, faster.',
  409: 'Read how it stands now, and decide again.',
  412: 'Read it again, and send the command with the revision that it has now.',
  413: 'Send less.',
  414: 'Shorten the address.',
  415: 'Send `Content-Type: application/json`.',
  422: 'Change what the command names or how it is sent: the same one is refused again.',
  429: 'Wait as long as `Retry-After` says.',
  431: 'Send less in the header.',
  500: 'Give the id under `instance` to whoever operates this.',
  503: 'Wait as long as `Retry-After` says, and send it again with the same `Idempotency-Key`.',
};

/** A code as the catalogue explains it. */
export interface KnownProblem {
  readonly code: string;
  readonly status: number;
  readonly meaning: string;
  readonly advice: string;
}

/** A capability's own code, and the operations that may be refused with it, each with the status that it has there. */
export interface OwnProblem extends KnownProblem {
  readonly answeredBy: readonly { readonly operation: string; readonly status: number }[];
}

/** All codes that are answered: those that operations share, and those that the capabilities explain. */
export class ProblemCatalogue {
  readonly #own: ReadonlyMap<string, KnownProblem>;
  readonly #operations: readonly Operation[];

  constructor(capabilities: readonly Capability[]) {
    this.#operations = capabilities.flatMap(({ operations }) => operations);
    const explained = capabilities.flatMap(({ refusals = {} }) => Object.entries(refusals));
    const own = new Map<string, KnownProblem>();
    for (const [code, { kind, meaning, advice }] of explained) {
      if (own.has(code)) throw new Error(`${code} is explained twice`);
      const status = STATUS[kind];
      own.set(code, { code, status, meaning, advice: advice ?? adviceOf(status) });
    }
    this.#own = own;
  }

  /** What no operation has for itself. */
  get shared(): readonly KnownProblem[] {
    return SHARED_PROBLEMS.map(({ code, status, meaning }) => ({ code, status, meaning, advice: adviceOf(status) }));
  }

  /** By code. */
  get own(): readonly OwnProblem[] {
    const problems = [...this.#own.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
    return problems.map((problem) => ({
      ...problem,
      answeredBy: this.#operations
        .filter(({ refusals = [] }) => refusals.includes(problem.code))
        .map((operation) => ({ operation: operation.name, status: statusIn(operation, problem) })),
    }));
  }

  /** All of them. */
  get codes(): readonly string[] {
    return [...SHARED_PROBLEMS.map(({ code }) => code), ...this.#own.keys()];
  }

  /** Is it a capability's own? */
  isOwn(code: string): boolean {
    return this.#own.has(code);
  }

  /** Everything that an operation may be refused with or fail with. Throws where it names a code that nobody explains. */
  of(operation: Operation): readonly KnownProblem[] {
    const shared = SHARED_PROBLEMS.filter((problem) => mayAnswer(problem, operation));
    const names = new Set(SHARED_PROBLEMS.map(({ code }) => code));
    const own = (operation.refusals ?? []).filter((code) => !names.has(code));
    return [
      ...shared.map(({ code, status, meaning }) => ({ code, status, meaning, advice: adviceOf(status) })),
      ...own.map((code) => this.#ownOf(operation, code)),
    ];
  }

  #ownOf(operation: Operation, code: string): KnownProblem {
    const known = this.#own.get(code);
    if (!known) throw new Error(`${operation.name} may be refused with ${code}, which no capability explains`);
    return { ...known, status: statusIn(operation, known) };
  }
}

const adviceOf = (status: number): string => ADVICE[status] ?? '';

/** What the path names is not found there; the same thing named in the body can't be used. */
const statusIn = (operation: Operation, { code, status }: KnownProblem): number =>
  operation.path.includes('/:') && code === absenceCode(operation) ? STATUS.notFound : status;
