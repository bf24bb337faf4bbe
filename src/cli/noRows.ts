import type { Command } from 'commander';
import { commas, wordsOf } from '../words/say.ts';

/** The option of lists that continues a list: only rows before a number. */
const CONTINUES = 'before';
/** Options of lists that choose a page and do not filter rows. */
const PAGING = ['limit', CONTINUES];

/**
 * Returns the line for a list without rows. After the end of a list, it says that nothing is older.
 * @param empty The text if the command has no filter, such as "No key was plugged in yet."
 */
export function noRows(command: Command, empty: string): string {
  const { noMatch, noOlder, noOlderMatch } = wordsOf('commandLine');
  const shared = command.parent?.parent?.options.map(({ long }) => long) ?? [];
  const given = command.options
    .filter(({ long }) => !shared.includes(long))
    .filter(option => command.getOptionValueSource(option.attributeName()) === 'cli');
  const continues = given.some(option => option.attributeName() === CONTINUES);
  const filters = given.filter(option => !PAGING.includes(option.attributeName()));
  if (filters.length === 0) return continues ? noOlder : empty;
  const options = commas(filters.map(({ flags, long }) => long ?? flags));
  return (continues ? noOlderMatch : noMatch)({ options });
}

/** Returns the line after a page of a list, which says how to get the next one. No line after the last page. */
export function olderRows(next: number | undefined): string[] {
  return next === undefined ? [] : [wordsOf('commandLine').older({ next })];
}
