import type { AnyDecider, CommandSpec, Decider } from './decider.js';
import type { StreamEvent } from '@docket/event-store';

/** A command of a decider with its name there. */
export interface NamedSpec<State, Event extends StreamEvent> {
  /** `ticket.AssignTicket`: the operation, as far as the ids of commands are concerned. */
  readonly operation: string;
  readonly spec: CommandSpec<State, object, Event>;
}

type SpecsByClass = ReadonlyMap<unknown, NamedSpec<unknown, StreamEvent>>;

const known = new WeakMap<AnyDecider, SpecsByClass>();

/** How the decider decides this command. Fails for one that is not the decider's. */
export const specOf = <State, Event extends StreamEvent>(decider: Decider<State, Event>, command: object): NamedSpec<State, Event> => {
  const found = (known.get(decider) ?? index(decider)).get(command.constructor);
  if (!found) throw new Error(`${command.constructor.name} is no command of ${decider.category}`);
  return found;
};

const index = (decider: AnyDecider): SpecsByClass => {
  const specs = new Map<unknown, NamedSpec<unknown, StreamEvent>>();
  for (const [name, spec] of Object.entries(decider.commands)) {
    if (specs.has(spec.command)) throw new Error(`${decider.category} has two commands of the class ${spec.command.name}`);
    specs.set(spec.command, { operation: `${decider.category}.${name}`, spec });
  }
  known.set(decider, specs);
  return specs;
};
