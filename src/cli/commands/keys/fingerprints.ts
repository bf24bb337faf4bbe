import type { Command } from 'commander';
import { wordsFor } from '../../../contract/errors/words.ts';
import type { FingerprintEvent } from '../../../contract/keys/management.ts';
import { sampleWords } from '../../../contract/keys/sampleWords.ts';
import { wordsOf } from '../../../words/say.ts';
import { addCommand } from '../../addCommand.ts';
import { defined } from '../../defined.ts';
import { print, printFailure, tell } from '../../output.ts';
import type { Session } from '../../session.ts';
import { listOr } from '../../table.ts';
import { needed, text } from '../../takes.ts';
import { keyAndPin, takesPin } from './options.ts';

const words = wordsOf('commands').fingerprints;

/** Adds `keydesk keys fingerprints list|add|rename|remove`. */
export function addFingerprints(keys: Command): void {
  const fingerprints = keys.command('fingerprints').description(words.description);

  addCommand(fingerprints, 'list', words.list, { takes: takesPin() }, async (session, given) => {
    const list = await session.client.keys.fingerprints.list(await keyAndPin(session, given));
    const rows = list.map(({ id, name }) => [id, name ?? '']);
    print(session.json, { ok: true, fingerprints: list }, () => listOr(words.none, words.headings, rows));
  });

  const takesAdd = { ...takesPin(), name: text('<name>', words.name) };
  addCommand(fingerprints, 'add', words.add, { takes: takesAdd, cleansUp: true }, async (session, given) => {
    const request = { ...(await keyAndPin(session, given)), ...defined({ name: given.name }) };
    const events = await session.client.keys.fingerprints.enroll(request, { signal: session.signal });
    for await (const event of events) follow(session, event);
  });

  const id = needed('<id>', words.id);
  const takesRename = { ...takesPin(), id, name: needed('<name>', words.newName) };
  addCommand(fingerprints, 'rename', words.rename, { takes: takesRename }, async (session, given) => {
    const { id, name } = given;
    await session.client.keys.fingerprints.rename({ ...(await keyAndPin(session, given)), id, name });
    print(session.json, { ok: true }, () => [words.renamed]);
  });

  addCommand(fingerprints, 'remove', words.remove, { takes: { ...takesPin(), id } }, async (session, given) => {
    await session.client.keys.fingerprints.remove({ ...(await keyAndPin(session, given)), id: given.id });
    print(session.json, { ok: true }, () => [words.removed]);
  });
}

function follow({ json }: Session, event: FingerprintEvent): void {
  switch (event.type) {
    case 'touch':
      return tell(words.touch);
    case 'sample':
      return tell(words.sample({ advice: sampleWords(event.status), remaining: event.remaining }));
    case 'completed':
      return print(json, { ok: true, ...completed(event) }, () => [
        words.added,
        ...(event.nameRefused === undefined
          ? []
          : [words.nameRefused({ message: wordsFor(event.nameRefused, 'command').message })]),
      ]);
    case 'failed':
      process.exitCode = 1;
      return printFailure(json, event.failure);
  }
}

function completed({ fingerprint, nameRefused }: Extract<FingerprintEvent, { type: 'completed' }>) {
  return { fingerprint, ...(nameRefused === undefined ? {} : { nameRefused }) };
}
