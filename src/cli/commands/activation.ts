import type { Command } from 'commander';
import type { ActivationCode } from '../../contract/activation/schema.ts';
import { codeStateWords } from '../../contract/activation/words.ts';
import { timeText } from '../../contract/text/times.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { wholeFrom } from '../arguments.ts';
import { print, printOnce } from '../output.ts';
import { listOr, table } from '../table.ts';
import { needed, parsed } from '../takes.ts';

const words = wordsOf('commands').activation;

/** Adds `keydesk activation …`: the codes with which users who cannot sign in activate their own keys. */
export function addActivation(program: Command): void {
  const activation = program.command('activation').description(words.description);

  const takesCode = {
    user: needed('<user>', wordsOf('commandLine').user),
    hours: parsed('<hours>', words.hours, wholeFrom(1, 720)),
  };
  addCommand(activation, 'code', words.code, { takes: takesCode }, async ({ client, json }, given) => {
    const made = await client.activation.codes.make(given);
    await printOnce(json, { ok: true, ...made }, () => [
      ...table([
        [words.codeLabel, words.shownOnce({ code: made.code })],
        [words.userLabel, made.user.userPrincipalName],
        [words.expiresLabel, timeText(made.expiresAt)],
      ]),
      words.handOver,
    ]);
  });

  addCommand(activation, 'list', words.list, {}, async ({ client, json }) => {
    const codes = await client.activation.codes.list();
    print(json, { ok: true, codes }, () => listOr(words.none, words.headings, codes.map(rowOf)));
  });

  const takesWithdraw = { id: needed('<id>', words.id) };
  addCommand(activation, 'withdraw', words.withdraw, { takes: takesWithdraw }, async ({ client, json }, { id }) => {
    const code = await client.activation.codes.withdraw({ id });
    print(json, { ok: true, ...code }, () => [words.withdrawn({ user: code.user.userPrincipalName })]);
  });
}

function rowOf({ id, user, state, createdAt, expiresAt }: ActivationCode): string[] {
  return [codeStateWords[state], user.userPrincipalName, timeText(createdAt), timeText(expiresAt), id];
}
