import { say, wordsOf } from '../../words/say.ts';
import { type ShellReason, shellReasons } from './schema.ts';

/**
 * Returns the message after Keydesk has restricted a data folder that other users could access. @param mode octal,
 * before the change
 */
export function securedText({ folder, mode, writable }: { folder: string; mode: string; writable: boolean }): string {
  const { read, write } = wordsOf('system').secured;
  return writable ? write({ folder, mode }) : read({ folder, mode });
}

/**
 * Returns why a shell runs, in words. Returns a reason without words unchanged.
 * @param reason a code, or a code and a fact from outside: `electron-ended: exit code 1`
 */
export function shellReasonWords(reason: string): string {
  const words: Readonly<Record<ShellReason, unknown>> = wordsOf('settingsPage').shellReasons;
  const [code, ...facts] = reason.split(': ');
  const known = shellReasons.find(each => each === code);
  return known === undefined ? reason : say(words[known], { fact: facts.join(': ') });
}
