import { wordsOf } from '../../words/say.ts';

/** What a person reads when Keydesk has closed a data folder that others could reach. @param mode octal, before */
export function securedText({ folder, mode, writable }: { folder: string; mode: string; writable: boolean }): string {
  const { read, write } = wordsOf('system').secured;
  return writable ? write({ folder, mode }) : read({ folder, mode });
}
