import type { Command, CommanderError } from 'commander';
import type { Failure } from '../contract/errors/failure.ts';
import { wordsOf } from '../words/say.ts';
import { inWords } from './commander.ts';
import { printFailure } from './output.ts';

/** Exit code for wrong usage, which scripts rely on. */
export const USAGE = 2;

/** Options whose names differ from the members of the contract. */
const aliases: Readonly<Record<string, string>> = {
  keyId: 'key',
  query: 'search',
  enrollmentId: 'id',
  webhookId: 'webhook',
  workflowId: 'workflow',
  tenantId: 'tenant',
  graphUrl: 'graphRoot',
  privateHost: 'allowPrivate',
  from: 'since',
  to: 'until',
};

/** Refuses a command line with a message. @throws CommanderError */
export function refuse(command: Command, message: string): never {
  command.error(wordsOf('commandLine').error({ message }));
}

/**
 * Converts an input that the contract refused to a usage error that names the option or argument. Returns any other
 * failure unchanged.
 */
export function asUsage(command: Command, failure: Failure): Failure {
  const { member, fault } = failure.params;
  if (failure.code !== 'invalid-input' || typeof fault !== 'string') return failure;
  const option = typeof member === 'string' ? nameOf(command, member) : null;
  return { code: 'usage', params: { option, fault } };
}

function nameOf(command: Command, member: string): string {
  const names = [member, aliases[member]];
  const option = command.options.find(candidate => names.includes(candidate.attributeName()));
  const argument = command.registeredArguments.find(candidate => names.includes(candidate.name()));
  return option?.long ?? (argument === undefined ? member : `<${argument.name()}>`);
}

/** Returns whether a command line asks for JSON. It also checks after a wrong argument, where nothing was parsed. */
export function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? undefined : end).some(arg => arg === '--json' || arg.startsWith('--json='));
}

/** Prints the JSON of a usage error for scripts. The message for people is already on stderr. */
export function printUsage({ code, message }: CommanderError, args: readonly string[]): void {
  if (!asksForJson(args)) return;
  const said = inWords(message)
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.?$/, '.');
  const detail = code === 'commander.help' ? undefined : `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
  printFailure(true, { code: 'usage', params: detail === undefined ? {} : { detail } });
}
