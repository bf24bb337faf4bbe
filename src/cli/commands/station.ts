import type { Command } from 'commander';
import type { Settings } from '../../contract/system.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';

/** `keydesk station …`: what the window of this computer is for. */
export function addStation(program: Command): void {
  const station = program.command('station').description('what the window of this computer is for');
  station
    .command('show')
    .description('whether it is a desk or an activation station')
    .action((_options: unknown, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { station } = await client.settings.get();
        print(json, { ok: true, station }, () => [words[station]]);
      }),
    );
  change(
    'lock',
    'activation',
    'from its next start on users activate their own keys here, and nothing else can be done',
  );
  change('unlock', 'desk', 'from its next start on it is a desk again');

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
