import { refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';
import type { StoredDocument } from '@docket/document-store';
import { JsonText } from './operation.js';
import type { Answer } from './operation.js';

/** One thing as its document shows it, with its revision as ETag; or that there is none (`team.notFound`). */
export const documentAnswer = (document: StoredDocument<{ readonly revision: number }> | undefined, kind: string): Answer | Refusal =>
  document ? { body: new JsonText(document.json), revision: document.body.revision } : notFound(kind);

/** `ticket.notFound`, 404. */
export const notFound = (kind: string): Refusal => refuse(`${kind}.notFound`, `there is no such ${kind}`, { kind: 'notFound' });
