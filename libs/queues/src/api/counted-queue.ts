import type { Count, StoredDocument } from '@docket/document-store';
import { withProperties } from '@docket/gateway';
import type { JsonText } from '@docket/gateway';
import type { Queue } from '../domain/queue.js';

/** A queue as it is shown: its document, and how many tickets are in it for whoever asks. */
export const countedQueue = ({ json }: StoredDocument<Queue>, { count, is }: Count): JsonText =>
  withProperties(json, { count, countIs: is, countText: countText({ count, is }) });

/** For people: `12`, `1000+`, `≥250`. */
export const countText = ({ count, is }: Count): string => {
  switch (is) {
    case 'exact':
      return `${count}`;
    case 'more':
      return `${count}+`;
    case 'atLeast':
      return `≥${count}`;
  }
};
