import type { StoredDocument } from './document-store.js';

/** A document whose body and terms are kept as JSON text and parsed on first use: a list that is sent as text costs no parse. */
export class StoredText<Body> implements StoredDocument<Body> {
  readonly removed = false;
  #body: Body | undefined;
  #terms: readonly string[] | undefined;
  readonly #termsJson: string;

  constructor(
    readonly id: string,
    readonly position: string,
    termsJson: string,
    readonly json: string,
  ) {
    this.#termsJson = termsJson;
  }

  get body(): Body {
    return (this.#body ??= JSON.parse(this.json) as Body);
  }

  get terms(): readonly string[] {
    return (this.#terms ??= JSON.parse(this.#termsJson) as readonly string[]);
  }
}
