import { languages, preferred, type Spoken, speak } from '../words/say.ts';
import { asksForJson } from './usage.ts';

/** The variables for the language of messages, in order of precedence (POSIX, 8.2). */
const VARIABLES = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

/**
 * Sets the language of a command from the option `--language`, the environment, or the system. With `--json` the
 * language is English, so that scripts never depend on it.
 */
export function speakFor(args: readonly string[], env: NodeJS.ProcessEnv): void {
  if (asksForJson(args)) return speak('en');
  const named = namedIn(args);
  if (named !== undefined) return speak(named);
  const { language, locale } = preferred(
    [tagOf(env) ?? Intl.DateTimeFormat().resolvedOptions().locale],
    // Tests find hard-coded text by a pseudo-language.
    env.VITEST === 'true',
  );
  speak(language, locale);
}

/** Returns the value of `--language` if Keydesk has that language. Commander refuses other values later. */
function namedIn(args: readonly string[]): Spoken | undefined {
  const place = args.findLastIndex(arg => arg === '--language' || arg.startsWith('--language='));
  const value = args[place]?.startsWith('--language=') ? args[place].slice('--language='.length) : args[place + 1];
  return place === -1 ? undefined : languages.find(language => language === value);
}

/**
 * Returns the BCP 47 tag of a locale such as `de_AT.UTF-8`. Returns English for `C` and `POSIX`, and undefined if no
 * variable is set.
 */
function tagOf(env: NodeJS.ProcessEnv): string | undefined {
  const value = VARIABLES.map(name => env[name]).find(text => text !== undefined && text !== '');
  const [name] = value?.split(/[.@]/) ?? [];
  return name === 'C' || name === 'POSIX' ? 'en' : name?.replaceAll('_', '-');
}
