import { Inject, Injectable } from '@nestjs/common';
import { soon, STREAM_LOADER } from '@docket/deciding';
import type { Soon, StreamLoader } from '@docket/deciding';
import type { Position } from '@docket/event-store';
import { customerCard, customerFold, customersProjection, isJoined } from '@docket/people';
import type { Customer, CustomerCard } from '@docket/people';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModel, ReadModels } from '@docket/projecting';
import { standingOf } from './at-one-standing.js';

/** Cards that are remembered, as text. */
const REMEMBERED_CARDS_MAX = 10_000;

/** A requester of whom nothing is known any more but that there was one. */
const unknownCard = (id: string): CustomerCard => ({ id });

/** The requester's card from the customer's own stream: what was written a moment ago is in it. */
export const loadCard = (requesterId: string, streams: StreamLoader): Soon<CustomerCard> =>
  soon(streams.load(customerFold, requesterId), (loaded) =>
    loaded && !isJoined(loaded.state) ? customerCard(loaded.state) : unknownCard(requesterId),
  );

/** Cards of requesters as JSON text, for what is read from the read model. Names stand in customers' streams alone, so a ticket's document has none. */
@Injectable()
export class RequesterCards {
  private readonly remembered = new Map<string, string>();
  private rememberedAt = '';

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(STREAM_LOADER) private readonly streams: StreamLoader,
  ) {}

  /** The customers as they stand, once they have passed `after`. Fails as ReadModels.open does. */
  open(options: { readonly after?: Position }): Promise<ReadModel> {
    return this.readModels.open(customersProjection.name, options);
  }

  /** The cards of these requesters, in their order. */
  async cardsOf(customers: ReadModel, requesterIds: readonly string[]): Promise<readonly string[]> {
    this.forgetWhatMayHaveChanged(customers);
    const known = requesterIds.map((id) => this.remembered.get(id));
    const missing = new Set(requesterIds.filter((_, index) => known[index] === undefined));
    const read = missing.size === 0 ? undefined : await this.read(customers, [...missing]);
    return requesterIds.map((id, index) => known[index] ?? read?.get(id) ?? JSON.stringify(unknownCard(id)));
  }

  /** What is remembered was read from the read model when it stood at one position: at another one, it is read again. */
  private forgetWhatMayHaveChanged(customers: ReadModel): void {
    const standing = standingOf(customers);
    if (standing === this.rememberedAt && this.remembered.size < REMEMBERED_CARDS_MAX) return;
    this.remembered.clear();
    this.rememberedAt = standing;
  }

  private async read(customers: ReadModel, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await customers.getMany<Customer>(customersProjection.rows.name, ids);
    const cards = new Map<string, string>();
    for (const id of ids) {
      const customer = found.get(id)?.body;
      // A ticket's document can be ahead of its requester's: the stream is not.
      const card = JSON.stringify(customer ? customerCard(customer) : await loadCard(id, this.streams));
      cards.set(id, card);
      if (customer && standingOf(customers) === this.rememberedAt) this.remembered.set(id, card);
    }
    return cards;
  }
}
