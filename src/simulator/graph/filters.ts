import { GraphRefusal } from './answers.ts';
import type { SimulatedUser } from './user.ts';

const MEMBERS = new Map<string, (user: SimulatedUser) => string>([
  ['id', user => user.id],
  ['displayName', user => user.displayName],
  ['givenName', user => user.givenName],
  ['surname', user => user.surname],
  ['userPrincipalName', user => user.userPrincipalName],
  ['mail', user => user.mail ?? ''],
  ['department', user => user.department ?? ''],
  ['employeeId', user => user.employeeId ?? ''],
]);

/**
 * Returns a predicate for $search and $filter; undefined if both are absent. $search is `"member:text" OR …`, and
 * matches the start of any word. $filter is `startswith(member,'text')` or `member eq 'text'`. @throws GraphRefusal for
 * anything else
 */
export function matcher(params: URLSearchParams): ((user: SimulatedUser) => boolean) | undefined {
  const search = params.get('$search');
  const filter = params.get('$filter');
  const conditions = [...(search === null ? [] : [searched(search)]), ...(filter === null ? [] : [filtered(filter)])];
  return conditions.length === 0 ? undefined : user => conditions.every(condition => condition(user));
}

function searched(search: string): (user: SimulatedUser) => boolean {
  const phrases = search.split(' OR ').map(part => {
    const [, member = '', text = ''] = /^"(\w+):([^"]+)"$/.exec(part.trim()) ?? [];
    return { read: reader(member, '$search'), text: fold(text) };
  });
  return user => phrases.some(({ read, text }) => ` ${fold(read(user))}`.includes(` ${text}`));
}

const TEXT = "'((?:[^']|'')*)'";
const STARTS_WITH = new RegExp(`^startswith\\((\\w+), ?${TEXT}\\)$`);
const EQUALS = new RegExp(`^(\\w+) eq ${TEXT}$`);

function filtered(filter: string): (user: SimulatedUser) => boolean {
  const starts = STARTS_WITH.exec(filter);
  const [, member = '', quoted = ''] = starts ?? EQUALS.exec(filter) ?? [];
  const read = reader(member, '$filter');
  const text = fold(quoted.replaceAll("''", "'"));
  return starts === null ? user => fold(read(user)) === text : user => fold(read(user)).startsWith(text);
}

function reader(member: string, option: string): (user: SimulatedUser) => string {
  const read = MEMBERS.get(member);
  if (read === undefined) throw new GraphRefusal(400, 'BadRequest', `Invalid ${option} clause.`);
  return read;
}

/** Removes case and accents, which Graph's search ignores. */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
