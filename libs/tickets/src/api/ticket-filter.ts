import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { STATUS_CATEGORIES, type StatusCategory } from '@docket/workflow';
import { FILTER_VALUES_MAX, FILTER_VALUE_LENGTH_MAX } from '../domain/limits.js';
import { PRIORITIES, type Priority } from '../domain/priority.js';

/** A form, and how people call it. */
interface Form {
  readonly pattern: RegExp;
  readonly as: string;
}

const isForm = (among: readonly string[] | Form): among is Form => 'pattern' in among;

/** A list of alternatives, each of which is decorated so. */
const listOf =
  (...each: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of [IsOptional(), IsArray(), ArrayMaxSize(FILTER_VALUES_MAX), ...each]) decorate(target, property);
  };

const eachMatches = (pattern: RegExp, as: string): PropertyDecorator =>
  Matches(pattern, { each: true, message: `each value in $property must be ${as}` });

/** The alternatives for one field: texts, some of a closed set, or texts of a form. */
const Alternatives = (among?: readonly string[] | Form): PropertyDecorator => {
  if (among && !isForm(among)) return listOf(IsIn(among, { each: true }));
  const texts = [IsString({ each: true }), MaxLength(FILTER_VALUE_LENGTH_MAX, { each: true })];
  return listOf(...texts, ...(among ? [eachMatches(among.pattern, among.as)] : []));
};

/** Any version: people's ids are derived from their addresses. In the letters of a pattern, because documents show no flags. */
const UUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

/** Ids of what the field names, and words that stand for some of them. */
const Ids = (whose: string, words: readonly string[] = []): PropertyDecorator => {
  const takes = [`the id of ${whose}`, ...words].join(', ').replace(/, (?=[^,]*$)/, ' or ');
  return listOf(eachMatches(new RegExp(`^(${[...words, UUID].join('|')})$`), takes));
};

/** Which tickets: all of the fields given must hold, of each field's values at least one.
 *  A class, so that a saved filter (a queue) is validated as part of its command. */
export class TicketFilter {
  /** Names of statuses: `pending`. */
  @Alternatives()
  status?: string[];

  /** What kind of status, whatever its name. `new`, `open` and `paused` together are the tickets that want work. */
  @Alternatives(STATUS_CATEGORIES)
  statusCategory?: StatusCategory[];

  @Alternatives(PRIORITIES)
  priority?: Priority[];

  /** Agents' ids; `me`: the agent who asks; `none`: assigned to no agent. */
  @Ids('an agent', ['me', 'none'])
  assignee?: string[];

  /** Teams' ids; `mine`: the teams of the agent who asks; `none`: assigned to no team. */
  @Ids('a team', ['mine', 'none'])
  team?: string[];

  @Alternatives()
  tag?: string[];

  @Alternatives()
  type?: string[];

  /** Paths; a path stands for what is below it too: `hardware` for `hardware/laptop`. */
  @Alternatives()
  category?: string[];

  /** Customers' ids. */
  @Ids('a customer')
  requester?: string[];

  @Alternatives()
  channel?: string[];

  /** The ticket's own id where it comes from, as `system:id`. */
  @Alternatives({ pattern: /^[a-z0-9][a-z0-9._-]*:./, as: 'system:id, as in servicenow:INC0000063' })
  externalRef?: string[];

  /** Custom fields as `key:value`; values of one key are alternatives, several keys must all hold. */
  @Alternatives({ pattern: /^[a-zA-Z][a-zA-Z0-9_]*:/, as: 'key:value, as in site:hcm' })
  cf?: string[];
}
