/** An answer that comes piece by piece, as a client reads it. */
export class StreamedAnswer {
  readonly #body: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';

  constructor(response: Response) {
    if (!response.ok || !response.body) throw new Error(`no stream: ${response.status}`);
    this.#body = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  }

  /** Reads on until the text so far satisfies the condition; gives that text. Fails where the answer ends before. */
  async until(condition: (text: string) => boolean): Promise<string> {
    while (!condition(this.#text)) {
      const { done, value } = await this.#body.read();
      if (done) throw new Error(`the stream ended after: ${this.#text}`);
      this.#text += this.#decoder.decode(value, { stream: true });
    }
    return this.#text;
  }

  async close(): Promise<void> {
    await this.#body.cancel();
  }
}
