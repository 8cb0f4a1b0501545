import { Presets, SingleBar } from 'cli-progress';

/** Milliseconds between two plain lines. */
const LINE_MS = 2_000;

/** Shows how far a long command has come. */
export interface Progress {
  /** `text` says what is being done. `total` undefined: nobody knows how much there is. */
  update(done: number, total: number | undefined, text: string): void;
  /** The last word. */
  end(text: string): void;
}

const number = new Intl.NumberFormat('en');

/** Plain lines, now and then: for files and for other programs. */
class Lines implements Progress {
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
}

/** A bar on a terminal. */
class Bar implements Progress {
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
    if (this.#begun) this.#bar.stop();
    // What comes after the last word is a bar of its own.
    this.#begun = false;
    this.out.write(`${text}\n`);
  }
}

/** A bar where somebody looks on, plain lines elsewhere. */
export const progressOn = (out: NodeJS.WriteStream): Progress => (out.isTTY ? new Bar(out) : new Lines(out, () => performance.now()));
