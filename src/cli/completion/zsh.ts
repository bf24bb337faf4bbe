import type { CommandHints } from './hints.ts';
import { commandCase, shellQuote, valueCases } from './shellCases.ts';

/** Returns a script that makes zsh complete the command `keydesk`, with descriptions. compinit must have run before. */
export function zshCompletion(hints: readonly CommandHints[]): string[] {
  return [
    '#compdef keydesk',
    '# Completion of keydesk for zsh: source <(keydesk completion zsh)',
    '_keydesk_value() {',
    '  value=',
    '  case "$path_ $1" in',
    ...valueCases(hints),
    '  esac',
    '}',
    '_keydesk() {',
    '  local path_= option= value= word i',
    '  local -a plain named',
    '  for ((i = 2; i < CURRENT; i++)); do',
    `    word="\${words[i]}"`,
    '    if [[ -n $option ]]; then option=; continue; fi',
    '    if [[ $word == -* ]]; then',
    '      [[ $word == *=* ]] && continue',
    '      _keydesk_value "$word"',
    '      [[ -n $value ]] && option="$word"',
    '      continue',
    '    fi',
    `    case "\${path_:+$path_ }$word" in ${commandCase(hints)}) path_="\${path_:+$path_ }$word" ;; esac`,
    '  done',
    `  word="\${words[CURRENT]}"`,
    '  if [[ -z $option && $word == --*=* ]]; then',
    `    option="\${word%%=*}"`,
    '    compset -P "*="',
    '  fi',
    '  if [[ -n $option ]]; then',
    '    _keydesk_value "$option"',
    '    case "$value" in',
    '      file) _files ;;',
    '      folder) _files -/ ;;',
    `      words*) plain=(\${=value#words }); compadd -- $plain ;;`,
    '    esac',
    '    return',
    '  fi',
    '  case "$path_" in',
    ...hints.map(({ path, subcommands, words, options }) => {
      const plain = [...subcommands.map(described), ...words.map(shellQuote)].join(' ');
      return `    ${shellQuote(path)}) plain=(${plain}); named=(${options.map(described).join(' ')}) ;;`;
    }),
    '  esac',
    '  if [[ $word == -* ]]; then _describe option named; else _describe command plain; fi',
    '}',
    'compdef _keydesk keydesk',
  ];
}

/** Returns `name:description`, the format of _describe. */
function described({ name, description }: { name: string; description: string }): string {
  return shellQuote(`${name.replaceAll(':', '\\:')}:${description.replaceAll('\\', '\\\\').replaceAll(':', '\\:')}`);
}
