import type { Sight } from '@docket/access';
import type { JsonObject } from '@docket/event-store';
import { JsonText, MediaStream, MediaText, type Operation } from './operation.js';

/** A view as a function of the thing alone. */
type Show = (thing: JsonObject) => JsonObject | undefined;

/** What an operation shows of its answer to these eyes; undefined: the whole. */
const showFor = (operation: Operation, sight: Sight): Show | undefined => {
  if (sight.kind === 'whole') return undefined;
  const view = sight.kind === 'own' ? operation.requester : operation.analyst;
  if (view === 'whole') return undefined;
  if (view === undefined) throw new Error(`${operation.name} does not say what is shown to whom`);
  if (sight.kind === 'impersonal') return view as Show;
  const own = typeof view === 'function' ? view : view.view;
  return (thing) => own(thing, sight.subjectId);
};

const isList = (body: JsonObject): body is JsonObject & { readonly items: readonly JsonObject[] } => Array.isArray(body['items']);

/** The body of an answer as it goes out to these eyes: the items of a list each by itself, anything else as the one thing that it is. undefined: there is
 *  nothing that they may see. */
export const shownTo = (operation: Operation, sight: Sight, body: object): object | undefined => {
  const show = showFor(operation, sight);
  if (!show) return body;
  // What is no JSON can't be shown in part.
  if (body instanceof MediaText || body instanceof MediaStream) throw new Error(`${operation.name} answers what no view can be made of`);
  const thing = JSON.parse(body instanceof JsonText ? body.text : JSON.stringify(body)) as JsonObject;
  if (!isList(thing)) return show(thing);
  return { ...thing, items: thing.items.flatMap((item) => show(item) ?? []) };
};
