import type { Command, Option } from 'commander';

/** The possible values of an option: none, any text, a file, a folder, or one of some words. */
type Value = 'none' | 'text' | 'file' | 'folder' | readonly string[];

interface Hint {
  readonly name: string;
  readonly description: string;
}

interface OptionHint extends Hint {
  readonly value: Value;
}

/** What a person can type after a command's name. */
export interface CommandHints {
  /** The names of the command, such as `users list`; empty for `keydesk` itself. */
  readonly path: string;
  readonly subcommands: readonly Hint[];
  /** The possible words of its arguments, if they are limited. */
  readonly words: readonly string[];
  /** One entry for each spelling. */
  readonly options: readonly OptionHint[];
}

/**
 * Returns the hints of a command and of all commands below it. They come from the program itself, so they are always up
 * to date.
 */
export function hintsOf(command: Command, path = ''): CommandHints[] {
  const help = command.createHelp();
  const subcommands = help.visibleCommands(command);
  const own: CommandHints = {
    path,
    subcommands: subcommands.map(sub => ({ name: sub.name(), description: sub.description() })),
    words: command.registeredArguments.flatMap(argument => argument.argChoices ?? []),
    options: help.visibleOptions(command).flatMap(hintsOfOption),
  };
  // The help command that commander adds is not in `commands`, and has no subcommands.
  return [own, ...command.commands.flatMap(sub => hintsOf(sub, `${path} ${sub.name()}`.trim()))];
}

function hintsOfOption(option: Option): OptionHint[] {
  const { description } = option;
  const names = [option.long, option.short].filter(name => name != null);
  return names.map(name => ({ name, description, value: valuesOf(option) }));
}

function valuesOf({ flags, required, optional, argChoices }: Option): Value {
  if (!required && !optional) return 'none';
  if (argChoices !== undefined) return argChoices;
  if (/<(file|pem)\b/.test(flags)) return 'file';
  return /<dir\b/.test(flags) ? 'folder' : 'text';
}
