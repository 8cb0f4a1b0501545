/** Something that is loaded when it is first asked for, once for all who ask. A failure is not kept: too many open files at that moment are no reason to be without it for ever. */
export class LoadedOnce<Loaded> {
  #loading: Promise<Loaded> | undefined;

  constructor(private readonly load: () => Promise<Loaded>) {}

  get(): Promise<Loaded> {
    return (this.#loading ??= this.load().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    }));
  }

  /** undefined: nobody has asked for it, or it could not be loaded. */
  async known(): Promise<Loaded | undefined> {
    return await this.#loading?.catch(() => undefined);
  }
}
