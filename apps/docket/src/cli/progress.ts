import { Presets, SingleBar } from 'cli-progress';

/** Milliseconds between two plain lines. */
const LINE_MS = 2_000;

/** Shows how far a long command has come. */
export interface Progress {
  /** `text` says what is being done. `total` undefined: nobody knows how much there is. */
  update(done: number, total: number | undefined, text: string): void;
  /** A line of its own, and the last word on what was shown until now. */
  end(text: string): void;
}

/** Where progress is shown. */
export interface ShownProgress extends Progress {
  /** Leaves the terminal as it was, also where no last word was said. */
  leave(): void;
}

const number = new Intl.NumberFormat('en');

/** Plain lines, now and then: for files and for other programs. */
class Lines implements ShownProgress {
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly out: NodeJS.WritableStream,
    private readonly now: () => number,
  ) {}

  update(done: number, total: number | undefined, text: string): void {
    const now = this.now();
    if (now - this.#writtenAt < LINE_MS) return;
    this.#writtenAt = now;
    const share = total === undefined || total === 0 ? '' : ` of ${number.format(total)} (${Math.floor((done / total) * 100)} %)`;
    this.out.write(`${text}: ${number.format(done)}${share}\n`);
  }

  end(text: string): void {
    this.out.write(`${text}\n`);
  }

  leave(): void {
    return undefined;
  }
}

/** A bar on a terminal. */
class Bar implements ShownProgress {
  readonly #bar: SingleBar;
  #begun = false;

  constructor(private readonly out: NodeJS.WriteStream) {
    const format = '{bar} {percentage} % | {value} of {total} | {text}';
    this.#bar = new SingleBar({ format, stream: out, hideCursor: true, clearOnComplete: true, etaBuffer: 100 }, Presets.shades_classic);
  }

  update(done: number, total: number | undefined, text: string): void {
    const whole = total ?? done;
    if (!this.#begun) this.#bar.start(whole, done, { text });
    this.#begun = true;
    this.#bar.setTotal(whole);
    this.#bar.update(done, { text });
  }

  end(text: string): void {
    this.leave();
    this.out.write(`${text}\n`);
  }

  /** What comes after it is a bar of its own. */
  leave(): void {
    if (this.#begun) this.#bar.stop();
    this.#begun = false;
  }
}

/** A bar where somebody looks on, plain lines elsewhere. */
export const progressOn = (out: NodeJS.WriteStream): ShownProgress => (out.isTTY ? new Bar(out) : new Lines(out, () => performance.now()));
