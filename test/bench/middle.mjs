/** Of rounds {ratio, …} the one whose ratio is the median. */
export const middleOf = (rounds) => [...rounds].sort((one, other) => one.ratio - other.ratio)[Math.floor(rounds.length / 2)];
