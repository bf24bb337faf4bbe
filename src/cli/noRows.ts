import type { Command } from 'commander';
import { commas, wordsOf } from '../words/say.ts';

/** Options of lists that choose a page and do not filter rows. */
const PAGING = ['limit', 'before'];

/**
 * Returns the line for a list without rows.
 * @param empty The text if the command has no filter, such as "No key was seen yet."
 */
export function noRows(command: Command, empty: string): string {
  const shared = command.parent?.parent?.options.map(({ long }) => long) ?? [];
  const filters = command.options
    .filter(({ long }) => !shared.includes(long))
    .filter(option => !PAGING.includes(option.attributeName()))
    .filter(option => command.getOptionValueSource(option.attributeName()) === 'cli');
  if (filters.length === 0) return empty;
  return wordsOf('commandLine').noMatch({ options: commas(filters.map(({ flags, long }) => long ?? flags)) });
}
