import { type Command, InvalidArgumentError } from 'commander';
import { factsOf, technicalFactsOf } from '../../../contract/keys/facts.ts';
import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import { cleanPasted } from '../../../contract/text/pasted.ts';
import { wordsOf } from '../../../words/say.ts';
import { addCommand } from '../../addCommand.ts';
import { errorObject, print } from '../../output.ts';
import { firstOf } from '../../stream.ts';
import { listOr, table } from '../../table.ts';
import { listedKey, parsed, pluggedKey } from '../../takes.ts';
import { addConfig } from './config.ts';
import { addCredentials } from './credentials.ts';
import { addFingerprints } from './fingerprints.ts';
import { refOf } from './options.ts';
import { addPin } from './pin.ts';
import { addReset } from './reset.ts';

const words = wordsOf('commands').keys;

/** Adds `keydesk keys …`: the plugged-in keys, and the commands for them. */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description(words.description);

  const takesList = { key: listedKey(parsed('<key>', words.listKey, parseUdpKey)) };
  addCommand(keys, 'list', words.list, { takes: takesList }, async ({ client, json }) => {
    const list = await firstOf(await client.keys.watch());
    const problems = (await firstOf(await client.keys.problems())).map(errorObject);
    print(json, { ok: true, keys: list, ...(problems.length === 0 ? {} : { problems }) }, () => [
      ...listOr(words.none, words.headings, list.map(row)),
      ...problems.flatMap(({ message, next }) => [message, next]),
    ]);
  });

  const takes = { key: pluggedKey() };
  addCommand(keys, 'info', words.info, { takes }, async ({ client, json }, given) => {
    const key = await client.keys.info(refOf(given));
    print(json, { ok: true, key }, () => details(key));
  });
  addCommand(keys, 'wink', words.wink, { takes }, async ({ client, json }, given) => {
    await client.keys.wink(refOf(given));
    print(json, { ok: true }, () => [words.blinks]);
  });

  for (const add of [addPin, addCredentials, addConfig, addFingerprints, addReset]) add(keys);
}

/** Parses the id of a UDP key. All other keys are listed without an option. */
function parseUdpKey(text: string): string {
  if (!cleanPasted(text).startsWith('udp:')) throw new InvalidArgumentError(wordsOf('usageErrors').giveUdp);
  return text;
}

function row({ id, product, manufacturer, serial }: KeySummary): string[] {
  return [id, product ?? '', manufacturer ?? '', serial ?? ''];
}

function details(key: KeyDetails): string[] {
  const told = [...factsOf(key), ...technicalFactsOf(key)].flatMap(({ label, value }) =>
    value ? [[label, value]] : [],
  );
  return table([[words.product, key.product ?? ''], ...told]);
}
