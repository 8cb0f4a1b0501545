/** Where Nest's container has the Directory. */
export const DIRECTORY = Symbol('docket.Directory');
