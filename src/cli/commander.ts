import type { Command, HelpConfiguration, Option } from 'commander';
import { commas, say, wordsOf } from '../words/say.ts';
import type { Values } from '../words/types.ts';

/**
 * Commander's error messages, and the message of src/words for each. The groups of a pattern are the params of the
 * message.
 */
const messages: readonly (readonly [pattern: RegExp, id: keyof ReturnType<typeof usageWords>])[] = [
  [/^missing required argument '(?<name>.*)'$/s, 'missingArgument'],
  [/^option '(?<option>.*?)' argument missing$/s, 'optionMissingArgument'],
  [/^required option '(?<option>.*)' not specified$/s, 'missingOption'],
  [/^option '(?<option>.*?)' cannot be used with option '(?<other>.*)'$/s, 'conflictingOption'],
  [/^option '(?<option>.*?)' argument '(?<value>.*)' is invalid\. (?<why>.*)$/s, 'invalidValue'],
  [/^command-argument value '(?<value>.*)' is invalid for argument '(?<name>.*?)'\. (?<why>.*)$/s, 'invalidArgument'],
  [/^unknown option '(?<option>.*)'$/s, 'unknownOption'],
  [/^unknown command '(?<name>.*)'$/s, 'unknownCommand'],
  [/^\(Did you mean (?:one of )?(?<names>.*)\?\)$/s, 'didYouMean'],
  [/^too many arguments/, 'excessArguments'],
  [/^Allowed choices are (?<choices>.*)\.$/s, 'choices'],
];

const usageWords = () => wordsOf('usageErrors');

/**
 * Translates Commander's message about a wrong command line to the current language. Keydesk's own messages are
 * returned unchanged.
 */
export function inWords(text: string): string {
  const words = wordsOf('commandLine');
  const [, isError, whole = ''] = /^(error: )?(.*?)\n?$/s.exec(text) ?? [];
  // A value may contain line breaks. The suggestion is on a line of its own.
  const [, told = whole, suggestion] = /^(.*)\n(\(Did you mean .*\?\))$/s.exec(whole) ?? [];
  const message = [told, suggestion].flatMap(part => (part === undefined ? [] : [sentence(part)])).join('\n');
  return isError === undefined ? message : words.error({ message });
}

function sentence(text: string): string {
  for (const [pattern, id] of messages) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const values: Values = {
      ...found.groups,
      why: found.groups?.why === undefined ? null : sentence(found.groups.why),
    };
    return say(usageWords()[id], values);
  }
  return text;
}

/** Help in the current language. */
export const helpInWords: HelpConfiguration = {
  styleTitle: title => {
    const { usage, options, globalOptions, commands, arguments: args } = wordsOf('commandLine').headings;
    const titles: Readonly<Record<string, string>> = {
      'Usage:': usage,
      'Options:': options,
      'Global Options:': globalOptions,
      'Commands:': commands,
      'Arguments:': args,
    };
    return titles[title] ?? title;
  },
  commandUsage: command => usageOf(command),
  subcommandTerm: command => inUsage(termOf(command)),
  optionDescription: option => described(option.description, extrasOf(option)),
  argumentDescription: argument => described(argument.description, extrasOf(argument)),
};

function usageOf(command: Command): string {
  const names: string[] = [];
  for (let each: Command | null = command; each !== null; each = each.parent) names.unshift(each.name());
  return inUsage(`${names.join(' ')} ${command.usage()}`.trim());
}

/** Returns a command as Commander writes it in a list of commands. */
function termOf(command: Command): string {
  const args = command.registeredArguments.map(argument => {
    const name = argument.name() + (argument.variadic ? '...' : '');
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...(command.options.length > 0 ? ['[options]'] : []), ...args].join(' ');
}

function inUsage(text: string): string {
  const words = wordsOf('commandLine');
  return text.replace('[options]', words.usageOptions).replace('[command]', words.usageCommand);
}

function extrasOf({
  argChoices,
  defaultValue,
  defaultValueDescription,
}: Pick<Option, 'argChoices' | 'defaultValue' | 'defaultValueDescription'>): string[] {
  const words = wordsOf('commandLine');
  const isShown = defaultValue !== undefined && defaultValue !== false && defaultValue !== '';
  const value = defaultValueDescription ?? JSON.stringify(defaultValue);
  return [
    ...(argChoices === undefined ? [] : [words.choices({ choices: argChoices.join(', ') })]),
    ...(isShown ? [words.default({ value })] : []),
  ];
}

function described(description: string, extras: readonly string[]): string {
  if (extras.length === 0) return description;
  const extra = commas(extras);
  return description === '' ? `(${extra})` : wordsOf('commandLine').extra({ description, extra });
}
