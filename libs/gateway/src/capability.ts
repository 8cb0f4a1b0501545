import type { DynamicModule, Type } from '@nestjs/common';
import type { AnyDecider } from '@docket/deciding';
import type { ReadSide } from '@docket/projecting';
import type { Operation } from './operation.js';
import type { Refusals } from './refusals.js';
import type { Relation, Subscription } from './relation.js';

/** Something that the first start of a log makes: its id is derived from the log's id and `name`, and it expects to be the first. */
export interface Shipped {
  readonly name: string;
  readonly decider: AnyDecider;
  /** An instance of one of the decider's creating commands. */
  readonly command: object;
}

/** All that a capability is, its read side among it. Adding one is a folder, and a line in each of the program's two lists. */
export interface Capability extends ReadSide {
  /** Its events are in no feed: they tell who comes in, and hold hashes of secrets. (An export has them: it is the whole log.) */
  readonly withheldFromFeed?: true;
  readonly deciders: readonly AnyDecider[];
  readonly operations: readonly Operation[];
  /** What the codes say that it refuses with. One that others give too is explained where what it tells of belongs. */
  readonly refusals?: Refusals;
  /** Ways from its things to others, and from others' to its own, in GraphQL. */
  readonly relations?: readonly Relation[];
  /** What clients of GraphQL may be told of while it happens. */
  readonly subscriptions?: readonly Subscription[];
  readonly shipped?: readonly Shipped[];
  /** Query handlers and what else lives in Nest's container. */
  readonly module?: Type | DynamicModule;
}

/** Where Nest's container has the types of the events that a feed may tell of, a `ReadonlySet<string>`. */
export const EVENT_TYPES = Symbol('docket.EventTypes');
