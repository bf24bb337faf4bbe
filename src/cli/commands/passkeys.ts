import type { Command } from 'commander';
import { timeText } from '../../contract/text/times.ts';
import type { Passkey } from '../../contract/users/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { print } from '../output.ts';
import { listOr } from '../table.ts';
import { needed } from '../takes.ts';

const words = wordsOf('commands').passkeys;

/** Adds `keydesk passkeys list` and `keydesk passkeys delete`. */
export function addPasskeys(program: Command): void {
  const passkeys = program.command('passkeys').description(words.description);

  const user = needed('<user>', wordsOf('commandLine').user);

  addCommand(passkeys, 'list', words.list, { takes: { user }, recover: true }, async ({ client, json }, given) => {
    const list = await client.passkeys.list(given);
    print(json, { ok: true, passkeys: list }, () => [
      ...listOr(words.none, words.headings, list.map(row)),
      ...(list.length === 0 ? [] : [usedFrom(list)]),
    ]);
  });

  const spec = { takes: { user, id: needed('<id>', words.id) }, recover: true };
  addCommand(passkeys, 'delete', words.delete, spec, async ({ client, json }, given) => {
    await client.passkeys.delete(given);
    print(json, { ok: true, id: given.id }, () => [words.deleted]);
  });
}

function row(passkey: Passkey): string[] {
  const { lastUsedDateTime, lastUsedFrom } = passkey;
  const notUsed = lastUsedFrom === null ? words.lastUseUnknown : words.neverUsed;
  const used = lastUsedDateTime === null ? notUsed : timeText(lastUsedDateTime);
  const created = passkey.createdDateTime === null ? '' : timeText(passkey.createdDateTime);
  return [passkey.id, passkey.displayName, passkey.model ?? '', created, used];
}

/** Returns which version of Graph returned the times of last use. */
function usedFrom(list: readonly Passkey[]): string {
  const version = list.find(({ lastUsedFrom }) => lastUsedFrom !== null)?.lastUsedFrom;
  return version ? words.usedFrom({ version }) : words.useUnknown;
}
