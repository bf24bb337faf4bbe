import type { Command } from 'commander';
import type { GlobalOptions } from './session.ts';

/** Options that every command takes and not every command can use. */
const names = { practice: '--practice', graph: '--graph', graphVersion: '--graph-version', data: '--data' } as const;
type Name = keyof typeof names;

interface Rule {
  /** Names of commands from the first one on; a shorter list means all below it. */
  readonly command: readonly string[];
  readonly options: readonly Name[];
  readonly why: string;
}

const SIMULATOR = 'a simulator has no data folder and no tenant but its own (--state keeps what it knows)';
const SAVED = 'this command is about the saved connections';

const rules: readonly Rule[] = [
  { command: ['simulate'], options: ['practice', 'graph', 'graphVersion', 'data'], why: SIMULATOR },
  { command: ['connection', 'add'], options: ['practice', 'graph'], why: `${SAVED}; --graph-root is its address` },
  ...['list', 'use', 'remove', 'credential', 'sign-in', 'sign-out'].map(name => ({
    command: ['connection', name],
    options: ['practice', 'graph', 'graphVersion'] as const,
    why: SAVED,
  })),
];

/**
 * Refuses global options that would have no effect, so that a command never does something else than what was asked for.
 * @throws CommanderError for wrong usage
 */
export function refuseIgnored(command: Command): void {
  const options: GlobalOptions = command.optsWithGlobals();
  if (options.practice === true && options.graph !== undefined) {
    command.error('error: options --practice and --graph exclude each other: practice mode has a tenant of its own');
  }
  const path = pathOf(command);
  for (const rule of rules.filter(({ command: of }) => of.every((name, index) => path[index] === name))) {
    const ignored = rule.options.find(name => options[name] !== undefined);
    if (ignored !== undefined) {
      command.error(`error: option ${names[ignored]} has no effect on ${path.join(' ')}: ${rule.why}`);
    }
  }
}

/**
 * Refuses a value that is the name of another option: its own was forgotten, and the other option would be lost with it.
 * `--data --json` would otherwise make a folder of that name. An empty `--data` is a variable that was not set.
 * @throws CommanderError for wrong usage
 */
export function refuseSwallowed(command: Command): void {
  const given: Readonly<Record<string, unknown>> = command.optsWithGlobals();
  const known = new Set(command.options.flatMap(({ long, short }) => [long, short]));
  for (const option of command.options.filter(({ required }) => required)) {
    const values = [given[option.attributeName()]].flat().filter(value => typeof value === 'string');
    const swallowed = values.find(value => known.has(value));
    if (swallowed !== undefined) {
      command.error(`error: option ${option.long} needs a value, and ${swallowed} is an option`);
    }
    if (option.long === names.data && values.includes(''))
      command.error('error: option --data needs the name of a folder');
  }
}

/** Names of the command and those above it, without the program's own. */
function pathOf(command: Command): string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()];
}
