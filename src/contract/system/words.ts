import { wordsOf } from '../../words/say.ts';

/**
 * Returns the message after Keydesk has restricted a data folder that other users could access. @param mode octal,
 * before the change
 */
export function securedText({ folder, mode, writable }: { folder: string; mode: string; writable: boolean }): string {
  const { read, write } = wordsOf('system').secured;
  return writable ? write({ folder, mode }) : read({ folder, mode });
}
