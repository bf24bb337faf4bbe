import { Argument, type Command } from 'commander';
import { weakPinSettings } from '../../contract/keys/weakPin.ts';
import type { Settings } from '../../contract/settings/schema.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';

/** `keydesk station …`: what the window of this computer is for, and which PINs may be chosen with this Keydesk. */
export function addStation(program: Command): void {
  const station = program.command('station').description('what the window of this computer is for');
  station
    .command('show')
    .description('whether it is a desk or an activation station, and which PINs may be chosen')
    .action((_options: unknown, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { station, weakPins } = await client.settings.get();
        print(json, { ok: true, station, weakPins }, () => [words[station], pinWords[weakPins]]);
      }),
    );
  change(
    'lock',
    'activation',
    'from its next start on users activate their own keys here, and nothing else can be done',
  );
  change('unlock', 'desk', 'from its next start on it is a desk again');
  station
    .command('weak-pins')
    .description('whether PINs that are easy to guess are refused where a person chooses one: refused or allowed')
    .addArgument(new Argument('<setting>').choices(weakPinSettings))
    .action((weakPins: Settings['weakPins'], _options: unknown, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const settings = await client.settings.set({ weakPins });
        print(json, { ok: true, weakPins: settings.weakPins }, () => [pinWords[settings.weakPins]]);
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

const words: Record<Settings['station'], string> = {
  desk: 'The window of this computer is a desk.',
  activation: 'In the window of this computer users activate their own keys, and nothing else can be done.',
};

const pinWords: Record<Settings['weakPins'], string> = {
  refused: 'PINs that are easy to guess are refused where a person chooses one.',
  allowed: 'PINs that are easy to guess may be chosen.',
};
