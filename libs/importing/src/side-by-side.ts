/** Does the work for each item, for at most so many at a time; ends with the first failure, after those under way have ended. */
export const sideBySide = async <Item>(items: Iterable<Item>, max: number, work: (item: Item) => Promise<void>): Promise<void> => {
  const rest = items[Symbol.iterator]();
  let failed = false;
  const hand = async (): Promise<void> => {
    for (let next = rest.next(); !next.done && !failed; next = rest.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: max }, hand));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
};
