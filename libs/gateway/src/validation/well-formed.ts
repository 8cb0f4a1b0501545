/** The path of the first text in a JSON value that is no well-formed Unicode (a lone half of a surrogate pair), undefined when there is none.
 *  Such a text can't be stored, and class-validator's own functions throw on some. */
export const illFormedAt = (value: unknown, path = ''): string | undefined => {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const found = illFormedAt(value[index], `${path}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const [name, inner] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (!name.isWellFormed()) return at.toWellFormed();
    const found = illFormedAt(inner, at);
    if (found !== undefined) return found;
  }
  return undefined;
};
