import { Argument, type Command } from 'commander';
import { weakPinSettings } from '../../contract/keys/weakPin.ts';
import type { Settings } from '../../contract/settings/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';

const words = wordsOf('commands').station;

/** Adds `keydesk station …`: the use of this computer's window, and the rule for new PINs. */
export function addStation(program: Command): void {
  const station = program.command('station').description(words.description);
  station
    .command('show')
    .description(words.show)
    .action((_options: unknown, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { station, weakPins } = await client.settings.get();
        print(json, { ok: true, station, weakPins }, () => [words[station], words[weakPins]]);
      }),
    );
  change('lock', 'activation', words.lock);
  change('unlock', 'desk', words.unlock);
  station
    .command('weak-pins')
    .description(words.weakPins)
    .addArgument(new Argument('<setting>').choices(weakPinSettings))
    .action((weakPins: Settings['weakPins'], _options: unknown, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const settings = await client.settings.set({ weakPins });
        print(json, { ok: true, weakPins: settings.weakPins }, () => [words[settings.weakPins]]);
      }),
    );

  function change(name: string, to: Settings['station'], description: string) {
    station
      .command(name)
      .description(description)
      .action((_options: unknown, command: Command) =>
        withCore(command, {}, async ({ client, json }) => {
          const settings = await client.settings.set({ station: to });
          print(json, { ok: true, station: settings.station }, () => [words[settings.station]]);
        }),
      );
  }
}
