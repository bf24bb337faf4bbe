import { Argument, type Command } from 'commander';
import { wordsOf } from '../../words/say.ts';
import { bashCompletion } from '../completion/bash.ts';
import { type CommandHints, hintsOf } from '../completion/hints.ts';
import { powershellCompletion } from '../completion/powershell.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { print } from '../output.ts';

const words = wordsOf('commands').completion;

const shells = { bash: bashCompletion, zsh: zshCompletion, powershell: powershellCompletion } satisfies Record<
  string,
  (hints: readonly CommandHints[]) => string[]
>;
type Shell = keyof typeof shells;

/**
 * Adds `keydesk completion bash|zsh|powershell`, which prints the script for completing commands, options and their
 * values.
 */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description(words.description)
    .addArgument(new Argument('<shell>', words.shell).choices(Object.keys(shells)))
    .action((shell: Shell, _options: object, command: Command) => {
      const lines = shells[shell](hintsOf(program));
      print(command.optsWithGlobals().json === true, { ok: true, shell, script: lines.join('\n') }, () => lines);
    });
}
