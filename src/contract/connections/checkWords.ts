import { wordsOf } from '../../words/say.ts';
import type { CheckLine, CheckName } from './schema.ts';

const words = wordsOf('connections');
const names: Readonly<Record<CheckName, string>> = words.checks;
const statuses: Readonly<Record<CheckLine['status'], string>> = words.statuses;
const details: Readonly<Record<string, string>> = words.details;

/** Returns the title of a line of Check connection. */
export function checkWords(name: CheckName): string {
  return names[name];
}

export function checkStatusWords(status: CheckLine['status']): string {
  return statuses[status];
}

/** Returns the detail of a line: words for a code, else the name or permission itself. */
export function checkDetailWords(detail: string | null): string | null {
  return detail === null || !Object.hasOwn(details, detail) ? detail : (details[detail] ?? detail);
}
