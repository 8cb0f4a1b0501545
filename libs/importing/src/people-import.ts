import { isRefusal } from '@docket/deciding';
import type { AnyDecider, Executor, Identities, Refusal } from '@docket/deciding';
import type { Actor } from '@docket/event-store';
import { CreateAgent, CreateTeam, RegisterCustomer, agentDecider, customerDecider, teamDecider } from '@docket/people';
import { IN_FLIGHT_MAX, KNOWN_PEOPLE_MAX, NAMES_TRIED_MAX } from './domain/limits.js';
import type { PersonKind } from './domain/mapping.js';
import type { PersonRef } from './domain/people-of-row.js';
import { sideBySide } from './side-by-side.js';
import type { WorkingMemory } from './working-memory.js';

/** A person whom the log names can't be made. */
export class PersonRefused extends Error {
  override readonly name = 'PersonRefused';
}

const MAKERS: Readonly<Record<PersonKind, { readonly decider: AnyDecider; readonly command: new () => { name?: string } }>> = {
  agent: { decider: agentDecider, command: CreateAgent },
  team: { decider: teamDecider, command: CreateTeam },
  customer: { decider: customerDecider, command: RegisterCustomer },
};

/** The people of a log: their ids follow from the source and its values, so they can be named before they are made, and are made once. */
export class PeopleImport {
  /** Ids by key. Both are remembered up to a limit: an id is a matter of microseconds, and the working memory knows who is there. */
  private readonly ids = new Map<string, string>();
  private readonly there = new Set<string>();

  constructor(
    private readonly executor: Pick<Executor, 'execute'>,
    private readonly identities: Identities,
    private readonly memory: Pick<WorkingMemory, 'knowsPerson'>,
    private readonly actor: Actor,
    private readonly knownMax = KNOWN_PEOPLE_MAX,
  ) {}

  idOf(person: PersonRef): string {
    const key = keyOf(person);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.identities.fromSecret('import', `${this.actor.id}\0${person.kind}\0${person.externalId}`);
    if (this.ids.size >= this.knownMax) this.ids.clear();
    this.ids.set(key, id);
    return id;
  }

  /** Makes those who are not there yet. Gives the keys of all who were not known to be. */
  async ensure(people: Iterable<PersonRef>): Promise<readonly string[]> {
    const news = new Map<string, PersonRef>();
    for (const person of people) {
      const key = keyOf(person);
      if (!this.there.has(key) && !this.memory.knowsPerson(key)) news.set(key, person);
    }
    await sideBySide(news.values(), IN_FLIGHT_MAX, (person) => this.make(person));
    if (this.there.size + news.size > this.knownMax) this.there.clear();
    for (const key of news.keys()) this.there.add(key);
    return [...news.keys()];
  }

  private async make(person: PersonRef): Promise<void> {
    let refusal: Refusal | undefined;
    for (const name of namesOf(person, this.actor.id)) {
      refusal = await this.tryToMake(person, name);
      if (!refusal || isThere(refusal)) return;
      if (!isNameTaken(refusal)) break;
    }
    throw new PersonRefused(`the ${person.kind} ${person.externalId} can't be made: ${refusal?.message ?? ''}`);
  }

  /** undefined: made. */
  private async tryToMake(person: PersonRef, name: string): Promise<Refusal | undefined> {
    const { decider, command } = MAKERS[person.kind];
    const externalRef = { system: this.actor.id, id: person.externalId };
    const end = await this.executor.execute(decider, Object.assign(new command(), { name, externalRef }), {
      actor: this.actor,
      via: 'import',
      target: this.idOf(person),
    });
    return isRefusal(end) ? end : undefined;
  }
}

const keyOf = ({ kind, externalId }: PersonRef): string => `${kind}/${externalId}`;

/** A team of the same name may be there already, and be another one: one that people made here, or one that the log writes in other capitals. */
function* namesOf({ name }: PersonRef, source: string): Generator<string, void, void> {
  yield name;
  yield `${name} (${source})`;
  for (let number = 2; number < NAMES_TRIED_MAX; number += 1) yield `${name} (${source} ${number})`;
}

const isThere = ({ code }: Refusal): boolean => code.endsWith('.exists');

const isNameTaken = ({ code }: Refusal): boolean => code === 'teamName.taken';
