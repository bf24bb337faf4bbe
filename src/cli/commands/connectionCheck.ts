import type { Command } from 'commander';
import { checkDetailWords, checkStatusWords, checkWords } from '../../contract/connections/checkWords.ts';
import type { CheckLine, CheckReport } from '../../contract/connections/schema.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { errorObject, print, printFailure, printLines } from '../output.ts';
import { table } from '../table.ts';
import { flag, text } from '../takes.ts';

const words = wordsOf('commands').connection;

/** Adds the command check. */
export function addConnectionCheck(connection: Command): void {
  const takes = { user: text('<user>', words.checkUser), userSignIn: flag(words.checkUserSignIn) };
  addCommand(connection, 'check', words.check, { takes }, async ({ client, json, signal }, given) => {
    tellReport(await client.connections.check(given, { signal }), json);
  });
}

function tellReport({ ok, lines }: CheckReport, json: boolean): void {
  const failure = lines.find(line => line.failure !== null)?.failure ?? null;
  if (failure === null) return print(json, { ok, lines }, () => reportLines(lines));
  process.exitCode = 1;
  if (json) printFailure(json, failure, { lines: lines.map(lineObject) });
  else printLines(reportLines(lines));
}

/** Returns a line for scripts, with the failure as text. */
function lineObject({ failure, ...line }: CheckLine): object {
  return { ...line, ...(failure === null ? {} : { error: errorObject(failure) }) };
}

function reportLines(lines: readonly CheckLine[]): string[] {
  const rows = table(
    lines.map(({ name, status, detail }) => [
      checkStatusWords(status),
      checkWords(name),
      checkDetailWords(detail) ?? '',
    ]),
  );
  return lines.flatMap(({ failure }, index) => {
    const row = rows[index] ?? '';
    if (failure === null) return [row];
    const { message, next } = wordsFor(failure, 'command-check');
    return [row, `    ${message}`, `    ${next}`];
  });
}
