/** A whole number from 0 to below `below`. */
export type Pick = (below: number) => number;

/** A small generator of its own, so that a seed tells a whole schedule. */
export const picking = (seed: number): Pick => {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};
