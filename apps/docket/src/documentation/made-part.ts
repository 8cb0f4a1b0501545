const BEGIN = '<!-- Made by `npm run docs` from the code; a test fails until it is made anew. -->';
const END = '<!-- What follows is written by hand. -->';

/** A page of which a part is made: all that stands outside its two marks stays as it is. */
export const withMadePart = (page: string, part: string): string => {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no part to be made: it stands between "${BEGIN}" and "${END}"`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${part}\n\n${page.slice(end)}`;
};
