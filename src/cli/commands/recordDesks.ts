import type { Command } from 'commander';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { print } from '../output.ts';
import { table } from '../table.ts';
import { needed } from '../takes.ts';
import { deskLines, fingerprintLines } from './recordDeskRows.ts';

const words = wordsOf('commands').record;

/** Adds `keydesk record desks list`, `trust` and `remove`: which desks may receive secrets. */
export function addRecordDesks(record: Command): void {
  const desks = record.command('desks').description(words.desksDescription);

  addCommand(desks, 'list', words.desksList, {}, async ({ client, json }) => {
    const { desks: all, secrets } = await client.record.show();
    print(json, { ok: true, desks: all, secrets }, () => [
      ...table(fingerprintLines({ secrets })),
      ...(all.length === 0 ? [] : ['', ...deskLines(all, true)]),
    ]);
  });

  const desk = needed('<desk>', words.deskOf);
  const takesTrust = { desk, fingerprint: needed('<digits>', words.fingerprintOf) };
  addCommand(desks, 'trust', words.desksTrust, { takes: takesTrust }, async ({ client, json }, given) => {
    const { name } = await client.record.trustDesk(given);
    print(json, { ok: true, name }, () => [words.trusted({ name })]);
  });

  addCommand(desks, 'remove', words.desksRemove, { takes: { desk } }, async ({ client, json }, given) => {
    const { name, introduced } = await client.record.removeDesk(given);
    const count = introduced.length;
    print(json, { ok: true, name, introduced }, () => [
      words.removed({ name }),
      ...(count === 0 ? [] : [words.introduced({ name, count, desks: introduced.join(', ') })]),
    ]);
  });
}
