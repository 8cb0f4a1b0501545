const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id of a subject as a path gives it: ids are lower case, however they are typed. undefined: it is no id. */
export const uuidOf = (text: string | undefined): string | undefined => {
  const id = text?.toLowerCase();
  return id !== undefined && UUID.test(id) ? id : undefined;
};
