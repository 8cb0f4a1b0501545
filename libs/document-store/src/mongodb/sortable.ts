import type { OrderValue } from '../document-store.js';

/** Order values in a form whose order is that of their UTF-8 bytes wherever they are compared: by bytes, as MongoDB does, or by UTF-16 units, as some servers do
 *  that speak its protocol. The two differ only from U+E000 on; what stands there is written as a mark and two characters that sort alike in both. */

const MARK = '\uD7FF';
const FIRST = 0xe000;
const BITS = 10;
/** Nearly every text is as it is. */
const TO_BE_WRITTEN = /[\uD7FF\u{E000}-\u{10FFFF}]/gu;
const WRITTEN = /\uD7FF(?:\0|([^\0])([^]))/gu;

export const sortable = (value: OrderValue): OrderValue =>
  typeof value === 'string' ? value.replace(TO_BE_WRITTEN, (character) => written(character.codePointAt(0) as number)) : value;

const written = (codePoint: number): string => {
  const place = codePoint - FIRST;
  return place < 0 ? `${MARK}\0` : MARK + String.fromCharCode(1 + (place >> BITS), place & ((1 << BITS) - 1));
};

/** The value that was made sortable. */
export const unsortable = (value: OrderValue): OrderValue =>
  typeof value === 'string'
    ? value.replace(WRITTEN, (_written, high?: string, low?: string) =>
        high === undefined || low === undefined
          ? MARK
          : String.fromCodePoint(FIRST + ((high.charCodeAt(0) - 1) << BITS) + low.charCodeAt(0)),
      )
    : value;
