/** SQLite's name of what went wrong (`SQLITE_FULL`); empty for anything else. Told by its form: the driver makes its errors of a class that
 *  belongs to whoever loaded it first in the process. */
export const codeOf = (error: unknown): string => {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  return name === 'SqliteError' && typeof code === 'string' ? code : '';
};

/** What an error says. */
export const reasonOf = (error: unknown): string => {
  const { message } = error as { readonly message?: unknown };
  return typeof message === 'string' ? message : String(error);
};
