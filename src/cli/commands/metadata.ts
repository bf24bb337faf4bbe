import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import type { MetadataState, Model } from '../../contract/metadata/schema.ts';
import { decodePem } from '../../main/base/decodeText.ts';
import { commas, wordsOf } from '../../words/say.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';
import { table } from '../table.ts';

const words = wordsOf('commands').metadata;

interface UpdateOptions {
  file?: string;
  url?: string;
  root?: string;
}

/** Adds `keydesk metadata update` and `keydesk metadata show`. */
export function addMetadata(program: Command): void {
  const metadata = program.command('metadata').description(words.description);

  metadata
    .command('update')
    .description(words.update)
    .option('--file <file>', words.file)
    .addOption(new Option('--url <url>', words.url).conflicts('file'))
    .option('--root <pem>', words.root)
    .action((options: UpdateOptions, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { file, url, root } = options;
        const state = await client.metadata.update({
          ...(file === undefined ? {} : { file }),
          ...(url === undefined ? {} : { url }),
          ...(root === undefined ? {} : { root: read(root) }),
        });
        print(json, { ok: true, metadata: state }, () => stateLines(state));
      }),
    );

  metadata
    .command('show')
    .description(words.show)
    .option('--aaguid <aaguid>', words.aaguid)
    .action((options: { aaguid?: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const state = await client.metadata.state();
        const model = options.aaguid === undefined ? null : await client.metadata.model({ aaguid: options.aaguid });
        print(json, { ok: true, metadata: state, ...(options.aaguid === undefined ? {} : { model }) }, () => [
          ...(state === null ? [words.none] : stateLines(state)),
          ...(state?.others ?? []).flatMap(other => ['', ...stateLines(other)]),
          ...(options.aaguid === undefined ? [] : modelLines(model)),
        ]);
      }),
    );
}

function read(file: string): string {
  try {
    return decodePem(readFileSync(file));
  } catch (cause) {
    throw new KeydeskError('metadata-unreachable', { source: file }, { cause });
  }
}

function stateLines(state: Omit<MetadataState, 'others'>): string[] {
  return table([
    [words.no, String(state.no)],
    [words.models, String(state.models)],
    [words.loaded, words.loadedValue({ time: state.loadedAt, days: state.ageDays })],
    [words.source, state.source],
    [words.signedUnder, state.root ?? words.fidoRoots],
    [words.due, state.old ? words.overdue({ day: state.nextUpdate }) : state.nextUpdate],
  ]);
}

function modelLines(model: Model | null): string[] {
  if (model === null) return [words.unknownModel];
  return table([
    [words.model, model.name],
    [words.certification, model.certification ?? words.noneOf],
    [words.statuses, commas(model.statuses) || words.noneOf],
  ]);
}
