import { languages, preferred, type Spoken, speak } from '../words/say.ts';
import { asksForJson } from './usage.ts';

/** The variables that say in which language messages are, the one that counts most first (POSIX, 8.2). */
const VARIABLES = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

/**
 * Chooses the language of a command: the option `--language`, the environment, or the system's where the environment says nothing. With
 * `--json` it is English: what scripts read never depends on a language.
 */
export function speakFor(args: readonly string[], env: NodeJS.ProcessEnv): void {
  if (asksForJson(args)) return speak('en');
  const named = namedIn(args);
  if (named !== undefined) return speak(named);
  const { language, locale } = preferred([tagOf(env) ?? Intl.DateTimeFormat().resolvedOptions().locale]);
  speak(language, locale);
}

/** The value of `--language` where it is one that Keydesk speaks; Commander refuses others later. */
function namedIn(args: readonly string[]): Spoken | undefined {
  const place = args.findLastIndex(arg => arg === '--language' || arg.startsWith('--language='));
  const value = args[place]?.startsWith('--language=') ? args[place].slice('--language='.length) : args[place + 1];
  return place === -1 ? undefined : languages.find(language => language === value);
}

/** The tag of BCP 47 for a locale such as `de_AT.UTF-8`; English for `C` and `POSIX`; undefined where no variable is set. */
function tagOf(env: NodeJS.ProcessEnv): string | undefined {
  const value = VARIABLES.map(name => env[name]).find(text => text !== undefined && text !== '');
  const [name] = value?.split(/[.@]/) ?? [];
  return name === 'C' || name === 'POSIX' ? 'en' : name?.replaceAll('_', '-');
}
