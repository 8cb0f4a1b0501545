/** The seed of a run, so that CI is the same each time: DOCKET_SEED where that is given, `random` for a new one each time. */
export const seedOf = (usual: number): number => {
  const given = process.env['DOCKET_SEED'];
  if (given === undefined || given === '') return usual;
  if (given === 'random') return Math.floor(Math.random() * 0x7fffffff);
  if (!/^\d{1,10}$/.test(given)) throw new Error(`DOCKET_SEED must be a whole number or "random", not ${given}`);
  return Number(given);
};
