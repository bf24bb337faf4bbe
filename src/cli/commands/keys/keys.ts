import { type Command, InvalidArgumentError } from 'commander';
import { factsOf, technicalFactsOf } from '../../../contract/keys/facts.ts';
import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import { cleanPasted } from '../../../contract/text/pasted.ts';
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

/** `keydesk keys …`: what is plugged in, and what can be done with it. */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('the security keys that are plugged in');

  keys
    .command('list')
    .description('list them')
    .option('--key <key>', 'also list this development key (udp:PORT:REPLYPORT)', parseUdpKey)
    .action((options: { key?: string }, command: Command) =>
      withCore(command, { listed: options.key }, async ({ client, json }) => {
        const list = await firstOf(await client.keys.watch());
        const problems = (await firstOf(await client.keys.problems())).map(errorObject);
        print(json, { ok: true, keys: list, ...(problems.length === 0 ? {} : { problems }) }, () => [
          ...(list.length === 0 ? ['No security key is plugged in.'] : describe(list)),
          ...problems.flatMap(({ message, next }) => [message, next]),
        ]);
      }),
    );

  keys
    .command('info')
    .description('what a key says of itself')
    .addOption(keyOption())
    .action((options: { key?: string }, command: Command) =>
      withCore(command, { key: options.key }, async ({ client, json }) => {
        const key = await client.keys.info(refOf(options));
        print(json, { ok: true, key }, () => details(key));
      }),
    );

  keys
    .command('wink')
    .description('make a key blink, where it can')
    .addOption(keyOption())
    .action((options: { key?: string }, command: Command) =>
      withCore(command, { key: options.key }, async ({ client, json }) => {
        await client.keys.wink(refOf(options));
        print(json, { ok: true }, () => ['The key blinks.']);
      }),
    );

  for (const add of [addPin, addCredentials, addConfig, addFingerprints, addReset]) add(keys);
}

/** Every other key is listed by itself. */
function parseUdpKey(text: string): string {
  if (!cleanPasted(text).startsWith('udp:')) throw new InvalidArgumentError('Give udp:PORT:REPLYPORT.');
  return text;
}

function describe(keys: readonly KeySummary[]): string[] {
  return listTable(
    ['Key', 'Product', 'Manufacturer', 'Serial number'],
    keys.map(key => [key.id, key.product ?? '', key.manufacturer ?? '', key.serial ?? '']),
  );
}

function details(key: KeyDetails): string[] {
  const told = [...factsOf(key), ...technicalFactsOf(key)].flatMap(({ label, value }) =>
    value ? [[label, value]] : [],
  );
  return table([['Product', key.product ?? ''], ...told]);
}
