/** The field of a query: `getTicket` → `ticket`, `listTickets` → `tickets`. */
export const fieldOfQuery = (operation: string): string => {
  const bare = operation.replace(/^(get|list)(?=[A-Z])/, '');
  return `${bare.charAt(0).toLowerCase()}${bare.slice(1)}`;
};

export const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The type of a class that is an input: `AssignTicketInput`. */
export const inputName = ({ name }: { readonly name: string }): string => (name.endsWith('Input') ? name : `${name}Input`);

const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;
const RESERVED: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/** A value of an enum as GraphQL can write it: the text itself, `-updated` as `updated_descending`; undefined: it can't be written. */
export const enumName = (value: string): string | undefined => {
  const name = value.startsWith('-') ? `${value.slice(1)}_descending` : value;
  return NAME.test(name) && !RESERVED.has(name) ? name : undefined;
};
