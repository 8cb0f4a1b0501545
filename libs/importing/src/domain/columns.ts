/** The columns of a log by their names. A name that the header has more than once means its first column, or with its number one of them:
 *  `category`, `category#2`. */
export class Columns {
  constructor(readonly names: readonly string[]) {}

  get count(): number {
    return this.names.length;
  }

  /** The place of a column; undefined: there is none of this name. A name of the header that ends in `#2` itself is meant as it is. */
  find(name: string): number | undefined {
    const place = this.names.indexOf(name);
    if (place >= 0) return place;
    const [, base = '', number = ''] = /^(.*)#([1-9]\d*)$/.exec(name) ?? [];
    return this.placesOf(base)[Number(number) - 1];
  }

  /** Why there is no column of this name. */
  missing(name: string): string {
    const base = name.replace(/#\d+$/, '');
    const places = this.placesOf(base).length;
    if (places > 0)
      return `the log has ${places === 1 ? 'only one column' : `only ${places} columns`} of the name ${base}, so there is no ${name}`;
    return `the log has no column ${name}; its columns are ${this.names.join(', ')}`;
  }

  private placesOf(name: string): readonly number[] {
    return this.names.flatMap((other, place) => (other === name ? [place] : []));
  }
}
