import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Argument, Command, Option } from 'commander';
import { buildProgram } from '../src/cli/program.ts';

const page = join(import.meta.dirname, '../docs/cli.md');
const BEGIN = '<!-- commands: written by npm run docs -->';
const END = '<!-- end of commands -->';

/** Maximum number of choices that the table shows for an option. The help of the option lists more. */
const MAX_CHOICES = 4;

/** Returns docs/cli.md with the current options and commands of the program. */
export function withCommands(text: string): string {
  const [before, rest] = split(text, BEGIN);
  const [, after] = split(rest, END);
  return `${before}${BEGIN}\n\n${tables(buildProgram()).join('\n')}\n\n${END}${after}`;
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`docs/cli.md has no line ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function tables(program: Command): string[] {
  const shared = new Set(program.options.map(({ long }) => long));
  const groups = program.commands.flatMap(group => [
    `### \`${group.name()}\``,
    '',
    ...(group.commands.length === 0 ? [] : [`${sentence(group.description())}.`, '']),
    '| command | what it does |',
    '|---|---|',
    ...rowsOf(group, [], shared),
    '',
  ]);
  const options = program.options
    .filter(({ long }) => long !== '--version')
    .map(option => `| \`${flags(option).replaceAll('|', '\\|')}\` | ${sentence(option.description)} |`);
  return [
    '### Options of every command',
    '',
    '| option | what it does |',
    '|---|---|',
    ...options,
    '',
    ...groups,
  ].slice(0, -1);
}

/** Returns a row for each command at or below `command` that can be called, and one for each group. */
function rowsOf(command: Command, path: readonly string[], shared: ReadonlySet<string | undefined>): string[] {
  const names = [...path, command.name()];
  const about = sentence(command.description());
  if (command.commands.length === 0) return [`| ${usage(names.join(' '), command, shared)} | ${about} |`];
  const heading = path.length === 0 ? [] : [`| **${names.join(' ')}** | **${about}** |`];
  // A group that takes options can be called itself.
  const callable = command.options.some(({ long }) => !shared.has(long));
  const own = callable ? [`| ${usage(names.join(' '), command, shared)} | ${about} |`] : heading;
  return [...own, ...command.commands.flatMap(sub => rowsOf(sub, names, shared))];
}

function usage(path: string, command: Command, shared: ReadonlySet<string | undefined>): string {
  const own = command.options.filter(({ long }) => !shared.has(long));
  const needed = own.filter(({ mandatory }) => mandatory);
  const optional = own.filter(({ mandatory }) => !mandatory);
  const words = [
    path,
    ...command.registeredArguments.map(argumentText),
    ...needed.map(flags),
    ...optional.map(option => `[${flags(option)}]`),
  ];
  return `\`${words.join(' ').replaceAll('|', '\\|')}\``;
}

function argumentText(argument: Argument): string {
  const text = choicesOf(argument.argChoices) ?? argument.name().toUpperCase();
  return argument.required ? text : `[${text}]`;
}

/** Returns the flags, for example `--user USER`, `--format csv|json`, `--rp-id ID…`. */
function flags(option: Option): string {
  if (!option.required && !option.optional) return option.long ?? option.flags;
  const value = /<([^>.]+)/.exec(option.flags)?.[1]?.toUpperCase() ?? 'VALUE';
  return `${option.long} ${choicesOf(option.argChoices) ?? value}${option.variadic ? '…' : ''}`;
}

function choicesOf(choices: readonly string[] | undefined): string | undefined {
  return choices === undefined || choices.length > MAX_CHOICES ? undefined : choices.join('|');
}

function sentence(text: string): string {
  const escaped = text.replaceAll('|', '\\|');
  return `${escaped.charAt(0).toUpperCase()}${escaped.slice(1)}`;
}

if (import.meta.main) writeFileSync(page, withCommands(readFileSync(page, 'utf8')));
