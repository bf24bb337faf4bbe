// Checks the arguments of the scripts. Plain JavaScript for Node 20.
import { nearest } from '../src/main/shells/windowArguments.mjs';

/** Exit code for wrong usage. */
const USAGE = 2;

/** Ends the process because of wrong usage. */
export function refuseUsage(message, help) {
  console.error(`keydesk: ${message}${help === undefined ? '' : `\n\n${help}`}`);
  process.exit(USAGE);
}

/** Ends the process if a script without arguments was called with some. `hint` says what was probably meant. */
export function refuseArguments(hint, args = process.argv.slice(2)) {
  if (args.length > 0) refuseUsage(`${JSON.stringify(args[0])} is not an argument of this command. ${hint}`);
}

/**
 * Ends the process if npm took an option as its own: without `--` before them, npm keeps its own options and passes the
 * rest on. SECURITY: `npm start --practice` must not open the real tenant, and neither must a mistyped option.
 * @param names Options that change what Keydesk works on
 * @param command How to pass options
 */
export function refuseSwallowedOptions(names, command, env = process.env) {
  const found = swallowedOption(names, env);
  if (found !== undefined)
    refuseUsage(`npm kept the option --${found} to itself. Put -- before it: ${command} -- --${found}`);
}

/** Returns the first option of npm that equals or resembles one of `names`. */
export function swallowedOption(names, env) {
  for (const [key, value] of Object.entries(env)) {
    if (!/^npm_config_/i.test(key)) continue;
    const name = key.slice('npm_config_'.length).replaceAll('_', '-');
    // npm writes --no-NAME as an empty NAME.
    if (nearest(name, names) !== undefined) return value === '' ? `no-${name}` : name;
  }
  return undefined;
}
