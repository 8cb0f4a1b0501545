/** How the program ends, after the BSD sysexits where they have a number for it. */
export const EXIT = {
  done: 0,
  /** The command line is wrong. */
  usage: 64,
  /** What was given to read is wrong: a file is no log, a mapping does not fit. */
  data: 65,
  /** Something that is needed is not to be had: the port is in use, the data folder is open elsewhere, a file is no log. */
  unavailable: 69,
  /** Something went wrong that nobody foresaw. */
  internal: 70,
  /** Whoever asks may not. */
  denied: 77,
  /** A setting is wrong. */
  setting: 78,
  /** It was stopped before its end, as shells count a SIGINT. */
  stopped: 130,
} as const;

/** Why the program can't go on, in one line for whoever started it. */
export class CannotGoOn extends Error {
  override readonly name = 'CannotGoOn';
  constructor(
    message: string,
    readonly exitCode: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
