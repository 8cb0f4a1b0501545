import { setImmediate as behindThisTurn } from 'node:timers/promises';

/** What is read by one query. */
interface Turn<Value> {
  readonly names: Set<string>;
  readonly found: Promise<ReadonlyMap<string, Value>>;
}

/** Reads together what is asked for in one turn of the event loop, by one query that is sent behind it: many requests at once ask for the same few. Nobody gets what was read before they asked. */
export class ReadsOfATurn<Value> {
  #turn: Turn<Value> | undefined;

  constructor(private readonly readAll: (names: readonly string[]) => Promise<ReadonlyMap<string, Value>>) {}

  async read(name: string): Promise<Value | undefined> {
    const turn = (this.#turn ??= this.#begin());
    turn.names.add(name);
    return (await turn.found).get(name);
  }

  #begin(): Turn<Value> {
    const names = new Set<string>();
    return { names, found: this.#readBehindThisTurn(names) };
  }

  async #readBehindThisTurn(names: ReadonlySet<string>): Promise<ReadonlyMap<string, Value>> {
    await behindThisTurn();
    this.#turn = undefined;
    return this.readAll([...names]);
  }
}
