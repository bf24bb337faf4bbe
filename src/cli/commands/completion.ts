import type { Command } from 'commander';
import { wordsOf } from '../../words/say.ts';
import { addLocalCommand } from '../addCommand.ts';
import { bashCompletion } from '../completion/bash.ts';
import { type CommandHints, hintsOf } from '../completion/hints.ts';
import { powershellCompletion } from '../completion/powershell.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { print } from '../output.ts';
import { argumentOf } from '../takes.ts';

const words = wordsOf('commands').completion;

const shellNames = ['bash', 'zsh', 'powershell'] as const;
const shells: Readonly<Record<(typeof shellNames)[number], (hints: readonly CommandHints[]) => string[]>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  powershell: powershellCompletion,
};

/**
 * Adds `keydesk completion bash|zsh|powershell`, which prints the script for completing commands, options and their
 * values.
 */
export function addCompletion(program: Command): void {
  const takes = { shell: argumentOf(shellNames, words.shell) };
  addLocalCommand(program, 'completion', words.description, takes, ({ shell }, command) => {
    const lines = shells[shell](hintsOf(program));
    print(command.optsWithGlobals().json === true, { ok: true, shell, script: lines.join('\n') }, () => lines);
  });
}
