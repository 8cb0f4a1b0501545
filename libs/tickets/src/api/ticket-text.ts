import { JsonText, withProperties } from '@docket/gateway';

const REQUESTER_ID = '"requesterId":"';
const REVISION = '"revision":';

// A ticket's document begins with fields whose values are no objects, and quotes within texts are escaped: the first place where such a name stands is
// the ticket's own field. So these are read without parsing the document, which would cost more than all else of a query.

export const requesterIdIn = (document: string): string => {
  const from = after(document, REQUESTER_ID);
  return document.slice(from, document.indexOf('"', from));
};

export const revisionIn = (document: string): number => {
  const from = after(document, REVISION);
  return Number(document.slice(from, document.indexOf(',', from)));
};

const after = (document: string, name: string): number => {
  const found = document.indexOf(name);
  if (found < 0) throw new Error(`a ticket's document has no ${name}`);
  return found + name.length;
};

/** A ticket as the API shows it: its document with the requester's card. */
export const ticketText = (document: string, card: string): JsonText => withProperties(document, { requester: new JsonText(card) });
