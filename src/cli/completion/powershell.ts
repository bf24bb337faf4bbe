import type { CommandHints } from './hints.ts';

/** Returns a script that makes PowerShell 5.1 and later complete the command `keydesk`, with descriptions. */
export function powershellCompletion(hints: readonly CommandHints[]): string[] {
  return [
    '# Completion of keydesk for PowerShell: keydesk completion powershell | Out-String | Invoke-Expression',
    "Register-ArgumentCompleter -Native -CommandName 'keydesk' -ScriptBlock {",
    '  param($wordToComplete, $commandAst, $cursorPosition)',
    '  $commands = @{',
    ...hints.map(({ path, subcommands, words, options }) => {
      const plain = [...subcommands, ...words.map(name => ({ name, description: name }))];
      return `    ${quote(path)} = @(@(${plain.map(pair).join(', ')}), @(${options.map(pair).join(', ')}))`;
    }),
    '  }',
    '  $values = @{',
    ...hints.flatMap(({ path, options }) =>
      options.flatMap(({ name, value }) =>
        value === 'none' ? [] : [`    ${quote(`${path} ${name}`)} = ${valuesOf(value)}`],
      ),
    ),
    '  }',
    "  $path = ''; $option = ''",
    '  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {',
    '    if ($element.Extent.EndOffset -ge $cursorPosition -and $wordToComplete -ne "") { break }',
    '    $word = $element.Extent.Text',
    "    if ($option -ne '') { $option = ''; continue }",
    '    if ($word.StartsWith(\'-\')) { if ($values.ContainsKey("$path $word")) { $option = $word }; continue }',
    '    $next = "$path $word".Trim()',
    '    if ($commands.ContainsKey($next)) { $path = $next }',
    '  }',
    "  if ($option -ne '') {",
    '    # Without an answer PowerShell completes files by itself.',
    '    $pairs = $values["$path $option"] | ForEach-Object { "$_|$_" }',
    '  } else {',
    "    $pairs = $commands[$path][[int]$wordToComplete.StartsWith('-')]",
    '  }',
    '  $pairs | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {',
    "    $name, $tip = $_ -split '\\|', 2",
    "    [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $tip)",
    '  }',
    '}',
  ];
}

/** Returns `name|description` as one word: PowerShell sometimes unrolls lists of lists. */
function pair({ name, description }: { name: string; description: string }): string {
  return quote(`${name}|${description || name}`);
}

function valuesOf(value: string | readonly string[]): string {
  return `@(${typeof value === 'string' ? '' : value.map(quote).join(', ')})`;
}

/** Returns a text as one word. PowerShell also treats typographic quotes as quotes. */
function quote(text: string): string {
  return `'${text.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
}
