import type { JsonObject, RecordedEvent } from './event.js';
import type { Delivery, EventReader } from './event-store.js';
import type { EventType } from './event-type.js';

/** Lifts events of older versions to the present one of their types. The digest stays that of the bytes in the log; what a newer program wrote is left as
 *  it is. */
class Lift {
  readonly #types: ReadonlyMap<string, EventType>;

  constructor(types: readonly EventType[]) {
    this.#types = new Map(types.filter(({ upcasters }) => upcasters.length > 0).map((type) => [type.type, type]));
  }

  get liftsNothing(): boolean {
    return this.#types.size === 0;
  }

  event = (event: RecordedEvent): RecordedEvent => {
    const type = this.#types.get(event.type);
    const { schemaVersion } = event.metadata;
    if (!type || schemaVersion >= type.schemaVersion) return event;
    const data = type.upcasters.slice(schemaVersion - 1).reduce((older, upcast) => upcast(older), event.data as JsonObject);
    return { ...event, data, metadata: { ...event.metadata, schemaVersion: type.schemaVersion } };
  };

  async *deliveries(deliveries: AsyncIterable<Delivery>): AsyncGenerator<Delivery, void, void> {
    for await (const delivery of deliveries)
      yield delivery.kind === 'events' ? { kind: 'events', events: delivery.events.map(this.event) } : delivery;
  }
}

/** A stream's events in the present versions of these types. */
export const liftedStreams = (reader: Pick<EventReader, 'readStream'>, types: readonly EventType[]): Pick<EventReader, 'readStream'> => {
  const lift = new Lift(types);
  if (lift.liftsNothing) return reader;
  return { readStream: async (stream, options) => (await reader.readStream(stream, options)).map(lift.event) };
};

/** The log in the present versions of these types: for whoever folds or tells events. Who checks or copies the log reads it as it is. */
export const liftedEvents = (reader: EventReader, types: readonly EventType[]): EventReader => {
  const lift = new Lift(types);
  if (lift.liftsNothing) return reader;
  return {
    ...liftedStreams(reader, types),
    readAll: async (options) => (await reader.readAll(options)).map(lift.event),
    eventAt: async (position) => {
      const event = await reader.eventAt(position);
      return event && lift.event(event);
    },
    subscribe: (after, signal) => lift.deliveries(reader.subscribe(after, signal)),
    head: () => reader.head(),
    eventsAfter: (position) => reader.eventsAfter(position),
    isPosition: (text) => reader.isPosition(text),
    close: () => reader.close(),
  };
};
