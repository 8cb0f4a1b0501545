import 'reflect-metadata';
import { JsonText } from '@docket/gateway';
import { ListedPages } from './listed-pages.js';

const page = (length = 10) => new JsonText('x'.repeat(length));

describe('pages of lists', () => {
  test('are there as long as the read models stand as they stood', () => {
    const [pages, first] = [new ListedPages(), page()];
    pages.put('b 1', 'open', first);
    expect(pages.get('b 1', 'open')).toBe(first);
    expect(pages.get('b 1', 'closed')).toBeUndefined();
    expect(pages.get('b 2', 'open')).toBeUndefined();
    expect(pages.get('c 1', 'open')).toBeUndefined();
    pages.put('b 2', 'closed', page());
    expect(pages.get('b 2', 'open')).toBeUndefined();
    expect(pages.get('b 1', 'open')).toBeUndefined();
  });

  test('have a greatest length together, beyond which they are begun anew', () => {
    const pages = new ListedPages(100);
    pages.put('b 1', 'a', page(49));
    pages.put('b 1', 'b', page(49));
    expect([pages.get('b 1', 'a'), pages.get('b 1', 'b')]).toEqual([page(49), page(49)]);
    pages.put('b 1', 'c', page(1));
    expect([pages.get('b 1', 'a'), pages.get('b 1', 'b'), pages.get('b 1', 'c')]).toEqual([undefined, undefined, page(1)]);
    pages.put('b 1', 'd', page(100));
    expect(pages.get('b 1', 'd')).toBeUndefined();
  });

  test('that were read twice at once are kept once', () => {
    const [pages, first] = [new ListedPages(100), page(90)];
    pages.put('b 1', 'open', first);
    pages.put('b 1', 'open', page(91));
    expect(pages.get('b 1', 'open')).toBe(first);
  });
});
