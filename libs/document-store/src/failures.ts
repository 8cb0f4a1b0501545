/** A named limit would be passed; nothing was written or read. `field` says where: `puts[3].terms[0]`, `limit`. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  constructor(
    readonly field: string,
    readonly actual: number,
    readonly max: number,
  ) {
    super(`${field}: ${actual} is above the limit of ${max}`);
  }
}

/** The document, removal, definition or record can't be stored as it is; nothing was written. */
export class InvalidDocument extends Error {
  override readonly name = 'InvalidDocument';
  constructor(
    readonly field: string,
    reason: string,
  ) {
    super(`${field}: ${reason}`);
  }
}

/** The query can't be answered as it is. */
export class InvalidQuery extends Error {
  override readonly name = 'InvalidQuery';
  constructor(
    readonly field: string,
    reason: string,
  ) {
    super(`${field}: ${reason}`);
  }
}

/** No such collection is defined; a build that is gone takes its collections with it. */
export class UnknownCollection extends Error {
  override readonly name = 'UnknownCollection';
  constructor(readonly collection: string) {
    super(`no collection ${collection} is defined`);
  }
}

/** The collection has no such order. */
export class UnknownOrder extends Error {
  override readonly name = 'UnknownOrder';
  constructor(
    readonly collection: string,
    readonly order: string,
  ) {
    super(`collection ${collection} has no order ${order}`);
  }
}

/** The collection stands already, defined otherwise. A changed definition belongs to a new build. */
export class DefinedOtherwise extends Error {
  override readonly name = 'DefinedOtherwise';
  constructor(readonly collection: string) {
    super(`collection ${collection} is defined otherwise already`);
  }
}

/** A checkpoint was committed for a build that the projection's record does not have (any more). */
export class UnknownBuild extends Error {
  override readonly name = 'UnknownBuild';
  constructor(
    readonly projection: string,
    readonly build: string,
  ) {
    super(`projection ${projection} has no build ${build}`);
  }
}

/** Nothing was written or read, or the outcome of a write is unknown; writing again is harmless, because guards drop what is there. */
export class DocumentsUnavailable extends Error {
  override readonly name = 'DocumentsUnavailable';
}

/** The store can't be opened as it is: one clear line for whoever starts the program. */
export class CannotOpenDocuments extends Error {
  override readonly name = 'CannotOpenDocuments';
}
