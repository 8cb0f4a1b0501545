import { type ServiceError } from '@grpc/grpc-js';
import { tooSlow } from './failures.js';

/** One subscription, as seen by who ends it: with an error or, without one, cleanly. */
export interface OpenSubscription {
  end(error?: Partial<ServiceError>): void;
}

/** The subscriptions that are open. */
export class Subscriptions {
  private readonly open = new Set<OpenSubscription>();

  get count(): number {
    return this.open.size;
  }

  add(subscription: OpenSubscription): void {
    this.open.add(subscription);
  }

  delete(subscription: OpenSubscription): void {
    this.open.delete(subscription);
  }

  /** Drops all of them, as after a burst. */
  drop(): void {
    for (const subscription of this.open) subscription.end(tooSlow());
  }

  /** Ends all of them without an error. */
  end(): void {
    for (const subscription of this.open) subscription.end();
  }
}
