import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import { bashCompletion } from '../../src/cli/completion/bash.ts';
import { hintsOf } from '../../src/cli/completion/hints.ts';
import { powershellCompletion } from '../../src/cli/completion/powershell.ts';
import { zshCompletion } from '../../src/cli/completion/zsh.ts';
import { buildProgram } from '../../src/cli/program.ts';

const hints = hintsOf(buildProgram());
const folder = mkdtempSync(join(tmpdir(), 'keydesk-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirWith('zone.csv', 'zebra dir.pem');

function mkdirWith(...files: string[]): void {
  for (const file of files) writeFileSync(join(folder, file), '');
}

/** What is typed, and what a shell must offer. */
const cases: [string, string[]][] = [
  ['keydesk enr', ['enroll', 'enrollments']],
  ['keydesk keys p', ['pin']],
  ['keydesk keys pin ', ['set', 'change', 'help']],
  ['keydesk --practice keys credentials d', ['delete']],
  ['keydesk --data zone.csv assignments as', ['assign']],
  ['keydesk assignments export --form', ['--format']],
  ['keydesk assignments export --format ', ['csv', 'json', 'pdf']],
  ['keydesk assignments export --format p', ['pdf']],
  ['keydesk assignments list --state a', ['active']],
  ['keydesk users list --graph-version ', ['v1.0', 'beta']],
  ['keydesk users export --jso', ['--json']],
  ['keydesk keys config always-uv o', ['on', 'off']],
  ['keydesk completion z', ['zsh']],
  ['keydesk inventory export --to zo', ['zone.csv']],
  ['keydesk enroll --user ', []],
];

describe('what is offered comes from the program', () => {
  test('every command, and every option that it takes', () => {
    const all = (command: Command, path: string): [string, Command][] => [
      [path, command] as [string, Command],
      ...command.commands.flatMap(sub => all(sub, `${path} ${sub.name()}`.trim())),
    ];
    const commands = all(buildProgram(), '');
    expect(commands.length).toBeGreaterThan(80);
    expect(hints.map(({ path }) => path)).toEqual(commands.map(([path]) => path));
    for (const [path, command] of commands) {
      const offered = hints.find(hint => hint.path === path)?.options.map(({ name }) => name);
      expect(offered, path).toEqual(expect.arrayContaining(command.options.flatMap(({ long }) => long ?? [])));
    }
  });
});

describe('bash', () => {
  const script = bashCompletion(hints).join('\n');

  test.each(cases)('%j', (typed, offered) => {
    const words = typed.split(' ');
    const program = `${script}\nCOMP_WORDS=(${words.map(word => `'${word}'`).join(' ')})\nCOMP_CWORD=${words.length - 1}\n_keydesk\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    const found = execFileSync('bash', ['--norc', '-c', program], { encoding: 'utf8', cwd: folder }).trim();
    expect(
      found
        .split('\n')
        .filter(line => line !== '')
        .sort(),
    ).toEqual([...offered].sort());
  });

  test('an option and its value with = between them', () => {
    const program = `${script}\nCOMP_WORDS=(keydesk users export --format = j)\nCOMP_CWORD=5\n_keydesk\necho "\${COMPREPLY[@]}"`;
    expect(execFileSync('bash', ['--norc', '-c', program], { encoding: 'utf8' }).trim()).toBe('json');
  });

  test('is registered for the command', () => {
    const found = execFileSync('bash', ['--norc', '-c', `${script}\ncomplete -p keydesk`], { encoding: 'utf8' });
    expect(found.trim()).toBe('complete -F _keydesk keydesk');
  });
});

/** Types into a zsh on a terminal of its own, presses Tab where it lists what it offers, and reads the list. */
function typedInZsh(typed: string): Promise<string> {
  const setUp = [
    'autoload -U compinit; compinit -u -D',
    ...zshCompletion(hints),
    "PROMPT=; LISTMAX=0; bindkey '^I' list-choices",
    // Before that the terminal would take what is typed, and Ctrl-U, for a line of its own.
    'zle-line-init() { print READY }; zle -N zle-line-init',
  ];
  writeFileSync(join(folder, '.zshrc'), setUp.join('\n'));
  const program = `
    zmodload zsh/zpty
    zpty shell ZDOTDIR=${folder} zsh -d -i
    until [[ $line == *READY* ]]; do zpty -r shell line || exit 1; done
    zpty -w -n shell ${quoted(`${typed}\t`)}
    zpty -w -n shell $'\\C-uprint DO\\'\\'NE\\n'
    until [[ $line == *DONE* ]]; do zpty -r shell line || exit 1; print -r -- "$line"; done
    zpty -d shell`;
  const child = spawn('zsh', ['-f', '-c', program], { stdio: ['ignore', 'pipe', 'inherit'], cwd: folder });
  let text = '';
  child.stdout.on('data', chunk => {
    text += chunk;
  });
  return new Promise(resolve => child.on('close', () => resolve(text)));
}

function quoted(text: string): string {
  return `$'${text.replaceAll('\t', '\\t')}'`;
}

describe.skipIf(!existsSync('/usr/bin/zsh'))('zsh (needs zsh)', () => {
  test.each(cases.filter(([, offered]) => offered.length > 1))('%j', async (typed, offered) => {
    const screen = await typedInZsh(typed);
    for (const word of offered) expect(screen).toContain(word);
  });
});

describe('PowerShell', () => {
  const script = powershellCompletion(hints).join('\n');

  test('has every command and every choice', () => {
    for (const { path, options } of hints) {
      expect(script).toContain(`    '${path}' = @(`);
      for (const { name, value } of options) {
        if (typeof value === 'object') expect(script).toContain(`'${path} ${name}' = @('${value.join("', '")}')`);
      }
    }
    expect(script).toContain("Register-ArgumentCompleter -Native -CommandName 'keydesk'");
  });

  test('doubles every character that it takes for a quote', () => {
    const [line = ''] = powershellCompletion([
      { path: '', subcommands: [{ name: 'x', description: "a'b’c‘d" }], words: [], options: [] },
    ]).filter(text => text.includes("'x|"));
    expect(line).toContain("'x|a''b’’c‘‘d'");
  });

  test('closes what it opens', () => {
    const bare = script
      .replaceAll(/'(?:[^'‘’]|''|’’|‘‘)*'/g, '')
      .replaceAll(/"[^"]*"/g, '')
      .replaceAll(/#.*/g, '');
    for (const [open, close] of ['()', '{}', '[]']) {
      expect(bare.split(open ?? '').length, open).toBe(bare.split(close ?? '').length);
    }
  });
});
