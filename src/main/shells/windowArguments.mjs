// @ts-check
// Plain JavaScript: scripts/start.mjs reads the arguments too, on Node 20 and before it builds or downloads anything.
import { parseArgs } from 'node:util';

/**
 * The options of `npm start` and the installed app. `shown` is how the help names them. Options without it are for
 * scripts and tests.
 */
const options = /** @type {const} */ ({
  data: { type: 'string', shown: '--data DIR' },
  practice: { type: 'boolean', shown: '--practice' },
  'no-practice': { type: 'boolean', shown: '--no-practice' },
  activate: { type: 'boolean', shown: '--activate' },
  'no-open': { type: 'boolean', shown: '--no-open' },
  help: { type: 'boolean', short: 'h', shown: '--help, -h' },
  reason: { type: 'string' },
});

/**
 * What the help says about each option, and its first line.
 * @typedef {Readonly<Record<'data' | 'practice' | 'no-practice' | 'activate' | 'no-open' | 'help', string>> & {
 *   usage(facts: { command: string }): string }} HelpWords
 */

/**
 * In English, because scripts/start.mjs shows it before the catalogs of src/words can be loaded. Dialogs of the app use
 * the catalog `desktop`, whose English texts are the same.
 * @type {HelpWords}
 */
const english = {
  usage: ({ command }) => `Usage: ${command} [options]`,
  data: 'data folder (default: the folder of this user)',
  practice: 'practice: a software key and a simulated tenant; nothing real is touched',
  'no-practice': 'the real tenant, even if none is connected yet',
  activate: 'users activate their own keys here, and nothing else can be done',
  'no-open': 'open no window; print the file with its address as one line of JSON',
  help: 'show this help',
};

/** Switches of Chromium and the system that affect how the window is shown, not what Keydesk does. */
const CHROMIUM =
  /^(--(no-sandbox|disable-setuid-sandbox|disable-gpu(-[a-z-]+)?|ozone-platform(-hint)?|enable-wayland-ime|gtk-version|password-store|lang|force-device-scale-factor|force-dark-mode|force-renderer-accessibility|enable-features|disable-features|proxy-server|proxy-pac-url|proxy-bypass-list|no-proxy-server|enable-logging)(=.*)?|-psn_\S+)$/;

/** @typedef {'no-option' | 'unknown-option' | 'both-modes' | 'data-empty' | 'malformed'} WindowUsageCode */

/**
 * An error of the arguments. The message says what to change, in English. `code`, `text` (what was typed) and `meant`
 * (a known option) let a dialog say it in another language.
 */
export class WindowUsageError extends Error {
  /**
   * @param {WindowUsageCode} code
   * @param {string} message
   * @param {{ text?: string, meant?: string | undefined }} [facts]
   */
  constructor(code, message, { text, meant } = {}) {
    super(meant === undefined ? message : `${message} Did you mean ${meant}?`);
    this.code = code;
    this.text = text;
    this.meant = meant;
  }
}

/**
 * Returns the help text.
 * @param {string} [command]
 * @param {HelpWords} [words]
 */
export function windowHelp(command = 'npm start --', words = english) {
  const lines = Object.entries(options).flatMap(([name, option]) =>
    'shown' in option ? [`  ${option.shown.padEnd(16)}${words[/** @type {keyof typeof words} */ (name)]}`] : [],
  );
  return [words.usage({ command }), '', ...lines, ''].join('\n');
}

/**
 * Reads the arguments of a window. SECURITY: refuses unknown arguments. A mistyped --practice must not open the real
 * tenant.
 * @param {readonly string[]} args
 * @throws {WindowUsageError}
 */
export function parseWindowArguments(args) {
  const { values, positionals } = parse(args.filter(arg => !CHROMIUM.test(arg)));
  const [extra] = positionals;
  if (extra !== undefined) throw aboutOption('no-option', extra, text => `${text} is not an option.`);
  if (values.practice && values['no-practice'])
    throw new WindowUsageError('both-modes', 'Give --practice or --no-practice, not both.');
  if (values.data === '') throw new WindowUsageError('data-empty', '--data needs the name of a folder.');
  return values;
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !code.startsWith('ERR_PARSE_ARGS')) throw error;
    const wrong = args.find(arg => arg.startsWith('-') && !isKnown(arg));
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && wrong !== undefined) {
      throw aboutOption('unknown-option', wrong, text => `The option ${text} is not known.`);
    }
    const [text = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new WindowUsageError('malformed', text, { text });
  }
}

/** @param {string} arg */
function isKnown(arg) {
  const [name = ''] = arg.split('=');
  return Object.keys(options).some(known => name === `--${known}`) || arg === '-h';
}

/**
 * Returns the known name that was probably meant, or undefined.
 * @param {string} typed with or without hyphens before it
 * @param {readonly string[]} names
 */
export function nearest(typed, names) {
  const bare = typed.replace(/^-+/, '').replace(/=.*$/s, '').replaceAll('_', '-').toLowerCase();
  const ranked = names.map(name => ({ name, distance: distance(bare, name) })).sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.floor(best.name.length / 3) ? best.name : undefined;
}

/**
 * Returns an error about one argument, with the option that was probably meant.
 * @param {WindowUsageCode} code
 * @param {string} typed
 * @param {(text: string) => string} message
 */
function aboutOption(code, typed, message) {
  const shown = Object.entries(options).flatMap(([name, option]) => ('shown' in option ? [name] : []));
  const known = nearest(typed, shown);
  const text = quote(typed);
  return new WindowUsageError(code, message(text), { text, meant: known === undefined ? undefined : `--${known}` });
}

/** @param {string} text */
function quote(text) {
  return JSON.stringify(text.slice(0, 60));
}

/**
 * Returns the number of characters to insert, delete or replace to turn one word into another (Levenshtein).
 * @param {string} from
 * @param {string} to
 */
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, character] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, wanted] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (character === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
