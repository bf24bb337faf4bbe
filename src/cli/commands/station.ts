import type { Command } from 'commander';
import { weakPinSettings } from '../../contract/keys/weakPin.ts';
import type { Settings } from '../../contract/settings/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { print } from '../output.ts';
import type { Session } from '../session.ts';
import { argumentOf } from '../takes.ts';

const words = wordsOf('commands').station;

/** Adds `keydesk station …`: the use of this computer's window, and the rule for new PINs. */
export function addStation(program: Command): void {
  const station = program.command('station').description(words.description);

  addCommand(station, 'show', words.show, {}, async ({ client, json }) => {
    const { station, weakPins } = await client.settings.get();
    print(json, { ok: true, station, weakPins }, () => [words[station], words[weakPins]]);
  });

  addCommand(station, 'lock', words.lock, {}, session => use(session, 'activation'));
  addCommand(station, 'unlock', words.unlock, {}, session => use(session, 'desk'));

  const takes = { setting: argumentOf(weakPinSettings) };
  addCommand(station, 'weak-pins', words.weakPins, { takes }, async ({ client, json }, { setting }) => {
    const { weakPins } = await client.settings.set({ weakPins: setting });
    print(json, { ok: true, weakPins }, () => [words[weakPins]]);
  });
}

/** Sets what the window of this computer is for. */
async function use({ client, json }: Session, to: Settings['station']): Promise<void> {
  const { station } = await client.settings.set({ station: to });
  print(json, { ok: true, station }, () => [words[station]]);
}
