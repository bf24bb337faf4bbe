import type { Command } from 'commander';
import type { CredentialList } from '../../../contract/keys/management.ts';
import { credentialCountWords, inconsistentWords } from '../../../contract/keys/words.ts';
import { wordsOf } from '../../../words/say.ts';
import { addCommand } from '../../addCommand.ts';
import { print } from '../../output.ts';
import { listTable } from '../../table.ts';
import { needed } from '../../takes.ts';
import { erasedLines } from './erased.ts';
import { keyAndPin, takesPin } from './options.ts';

const words = wordsOf('commands').keys;

/** Adds `keydesk keys credentials list` and `keydesk keys credentials delete`. */
export function addCredentials(keys: Command): void {
  const credentials = keys.command('credentials').description(words.credentials);

  addCommand(credentials, 'list', words.credentialList, { takes: takesPin() }, async (session, given) => {
    const list = await session.client.keys.credentials.list(await keyAndPin(session, given));
    print(session.json, { ok: true, ...list }, () => [
      ...(list.credentials.length === 0 ? [] : listTable(words.credentialHeadings, list.credentials.map(row))),
      credentialCountWords(list.credentials.length, list.remaining),
      ...(list.inconsistent.length > 0 ? [inconsistentWords(list.inconsistent)] : []),
    ]);
  });

  const takes = { id: needed('<id>', words.credentialId), ...takesPin() };
  addCommand(credentials, 'delete', words.deleteCredential, { takes }, async (session, given) => {
    const request = { ...(await keyAndPin(session, given)), credentialId: given.id };
    const { revoked } = await session.client.keys.credentials.delete(request);
    const lines = await erasedLines(session, revoked);
    print(session.json, { ok: true, revoked }, () => [words.credentialDeleted, ...lines]);
  });
}

function row({ id, rpId, userName, userDisplayName }: CredentialList['credentials'][number]): string[] {
  return [rpId, userName ?? userDisplayName ?? '', id];
}
