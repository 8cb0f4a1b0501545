/** Where somebody is known elsewhere: what an import brings along. */
export interface ExternalRef {
  /** `servicenow` */
  readonly system: string;
  readonly id: string;
}

/** The term under which a document is found by its reference. */
export const externalRefTerm = ({ system, id }: ExternalRef): string => `ref:${system}:${id}`;
