import type { EventType, JsonObject, RecordedEvent } from '@docket/event-store';
import type { Sight } from './admission.js';
import { personalFields, without } from './impersonal.js';

/** An event as somebody sees it. Where a part is left out there is no digest: it would let the rest be guessed. */
export type ShownEvent = Omit<RecordedEvent, 'digest'> & { readonly digest?: string };

/** What somebody sees of an event of their own. Types without a view are shown to nobody but those who see all. */
export interface OwnEventView {
  readonly type: string;
  /** Whose event it is. */
  ownerOf(data: JsonObject): string | undefined;
  /** undefined: it is not for them. */
  view(data: JsonObject): JsonObject | undefined;
}

/** What may be seen of the log by whom: for the feed, for subscriptions, for whatever shows events. undefined: the event is not for these eyes. */
export type EventViews = (event: RecordedEvent, sight: Sight) => ShownEvent | undefined;

/** Made from the event types (which say what is personal) and the views of all capabilities. A type that nobody declared is shown to nobody but those who
 *  see all. */
export const eventViews = (types: readonly EventType[], own: readonly OwnEventView[]): EventViews => {
  const impersonal = new Map(types.map((type) => [type.type, without(personalFields([type]))]));
  const owned = new Map(own.map((view) => [view.type, view]));
  const partOf = ({ digest: _, ...event }: RecordedEvent, data: JsonObject | undefined): ShownEvent | undefined =>
    data && { ...event, data };
  return (event, sight) => {
    const data = event.data as JsonObject;
    switch (sight.kind) {
      case 'whole':
        return event;
      case 'impersonal':
        return partOf(event, impersonal.get(event.type)?.(data));
      case 'own': {
        const view = owned.get(event.type);
        return view?.ownerOf(data) === sight.subjectId ? partOf(event, view.view(data)) : undefined;
      }
    }
  };
};
