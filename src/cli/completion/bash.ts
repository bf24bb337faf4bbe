import type { CommandHints } from './hints.ts';
import { commandCase, shellQuote, valueCases } from './shellCases.ts';

/** Returns a script that makes bash complete the command `keydesk`. Works with the bash 3.2 of macOS. */
export function bashCompletion(hints: readonly CommandHints[]): string[] {
  return [
    '# Completion of keydesk for bash: source <(keydesk completion bash)',
    '_keydesk_value() {',
    '  value=',
    '  case "$path $1" in',
    ...valueCases(hints),
    '  esac',
    '}',
    '_keydesk() {',
    `  local cur="\${COMP_WORDS[COMP_CWORD]}" path= option= value= word i`,
    '  COMPREPLY=()',
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    `    word="\${COMP_WORDS[i]}"`,
    '    [[ $word == "=" ]] && continue',
    '    if [[ -n $option ]]; then option=; continue; fi',
    '    if [[ $word == -* ]]; then',
    '      _keydesk_value "$word"',
    '      [[ -n $value ]] && option="$word"',
    '      continue',
    '    fi',
    `    case "\${path:+$path }$word" in ${commandCase(hints)}) path="\${path:+$path }$word" ;; esac`,
    '  done',
    '  [[ $cur == "=" ]] && cur=',
    '  if [[ -n $option ]]; then',
    '    _keydesk_value "$option"',
    '    case "$value" in',
    '      file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")) ;;',
    '      folder) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur")) ;;',
    `      words*) COMPREPLY=($(compgen -W "\${value#words }" -- "$cur")) ;;`,
    '    esac',
    '    return',
    '  fi',
    '  local words=',
    '  case "$path" in',
    ...hints.map(({ path, subcommands, words, options }) => {
      const names = options.map(({ name }) => name).join(' ');
      const plain = [...subcommands.map(({ name }) => name), ...words].join(' ');
      return `    ${shellQuote(path)}) if [[ $cur == -* ]]; then words=${shellQuote(names)}; else words=${shellQuote(plain)}; fi ;;`;
    }),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    '}',
    'complete -F _keydesk keydesk',
  ];
}
