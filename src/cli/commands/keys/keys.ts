import { type Command, InvalidArgumentError } from 'commander';
import { factsOf, technicalFactsOf } from '../../../contract/keys/facts.ts';
import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import { cleanPasted } from '../../../contract/text/pasted.ts';
import { wordsOf } from '../../../words/say.ts';
import { errorObject, print } from '../../output.ts';
import { withCore } from '../../session.ts';
import { firstOf } from '../../stream.ts';
import { listTable, table } from '../../table.ts';
import { addConfig } from './config.ts';
import { addCredentials } from './credentials.ts';
import { addFingerprints } from './fingerprints.ts';
import { keyOption, refOf } from './options.ts';
import { addPin } from './pin.ts';
import { addReset } from './reset.ts';

const words = wordsOf('commands').keys;

/** Adds `keydesk keys …`: the plugged-in keys, and the commands for them. */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description(words.description);

  keys
    .command('list')
    .description(words.list)
    .option('--key <key>', words.listKey, parseUdpKey)
    .action((options: { key?: string }, command: Command) =>
      withCore(command, { listed: options.key }, async ({ client, json }) => {
        const list = await firstOf(await client.keys.watch());
        const problems = (await firstOf(await client.keys.problems())).map(errorObject);
        print(json, { ok: true, keys: list, ...(problems.length === 0 ? {} : { problems }) }, () => [
          ...(list.length === 0 ? [words.none] : describe(list)),
          ...problems.flatMap(({ message, next }) => [message, next]),
        ]);
      }),
    );

  keys
    .command('info')
    .description(words.info)
    .addOption(keyOption())
    .action((options: { key?: string }, command: Command) =>
      withCore(command, { key: options.key }, async ({ client, json }) => {
        const key = await client.keys.info(refOf(options));
        print(json, { ok: true, key }, () => details(key));
      }),
    );

  keys
    .command('wink')
    .description(words.wink)
    .addOption(keyOption())
    .action((options: { key?: string }, command: Command) =>
      withCore(command, { key: options.key }, async ({ client, json }) => {
        await client.keys.wink(refOf(options));
        print(json, { ok: true }, () => [words.blinks]);
      }),
    );

  for (const add of [addPin, addCredentials, addConfig, addFingerprints, addReset]) add(keys);
}

/** Parses the id of a UDP key. All other keys are listed without an option. */
function parseUdpKey(text: string): string {
  if (!cleanPasted(text).startsWith('udp:')) throw new InvalidArgumentError(wordsOf('usageErrors').giveUdp);
  return text;
}

function describe(keys: readonly KeySummary[]): string[] {
  return listTable(
    words.headings,
    keys.map(key => [key.id, key.product ?? '', key.manufacturer ?? '', key.serial ?? '']),
  );
}

function details(key: KeyDetails): string[] {
  const told = [...factsOf(key), ...technicalFactsOf(key)].flatMap(({ label, value }) =>
    value ? [[label, value]] : [],
  );
  return table([[words.product, key.product ?? ''], ...told]);
}
