import type { Parameters } from '../validation/parameters.js';

const JSON_TYPE = 'application/json';

/** How much a caller wants a media type: the weight of the most exact range that covers it (RFC 9110, 12.5.1); 0: not at all. */
const weightOf = (accept: string, mediaType: string): number => {
  const [kind = ''] = mediaType.split('/');
  const ranges = [mediaType, `${kind}/*`, '*/*'];
  const weights = new Map<string, number>();
  for (const part of accept.toLowerCase().split(',')) {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim());
    const q = parameters.find((text) => text.startsWith('q='));
    weights.set(range, q === undefined ? 1 : Number(q.slice(2)) || 0);
  }
  const covering = ranges.find((range) => weights.has(range));
  return covering === undefined ? 0 : (weights.get(covering) ?? 0);
};

/** The parameters of the media type that an Accept header prefers to JSON; undefined: it prefers none. Equal weights mean JSON. */
export const preferred = (mediaTypes: Readonly<Record<string, Parameters>>): ((accept: string | undefined) => Parameters | undefined) => {
  const others = Object.entries(mediaTypes);
  return (accept) => {
    if (accept === undefined || others.length === 0) return undefined;
    let best: { readonly weight: number; readonly parameters: Parameters | undefined } = {
      weight: weightOf(accept, JSON_TYPE),
      parameters: undefined,
    };
    for (const [mediaType, parameters] of others) {
      const weight = weightOf(accept, mediaType);
      if (weight > best.weight) best = { weight, parameters };
    }
    return best.parameters;
  };
};
