import type { Command } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import type { MetadataState, Model } from '../../contract/metadata/schema.ts';
import { MAX_PEM_FILE } from '../../contract/text/pem.ts';
import { timeText } from '../../contract/text/times.ts';
import { decodePem } from '../../main/base/decodeText.ts';
import { readWithin } from '../../main/base/readAtMost.ts';
import { commas, number, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print } from '../output.ts';
import { table } from '../table.ts';
import { notWith, text } from '../takes.ts';

const words = wordsOf('commands').metadata;

/** Adds `keydesk metadata update` and `keydesk metadata show`. */
export function addMetadata(program: Command): void {
  const metadata = program.command('metadata').description(words.description);

  const takesUpdate = {
    file: text('<file>', words.file),
    url: notWith('file', text('<url>', words.url)),
    root: text('<pem>', words.root),
  };
  addCommand(
    metadata,
    'update',
    words.update,
    { takes: takesUpdate },
    async ({ client, json }, { file, url, root }) => {
      const certificate = root === undefined ? undefined : read(root);
      const state = await client.metadata.update(defined({ file, url, root: certificate }));
      print(json, { ok: true, metadata: state }, () => stateLines(state));
    },
  );

  const takesShow = { aaguid: text('<aaguid>', words.aaguid) };
  addCommand(metadata, 'show', words.show, { takes: takesShow }, async ({ client, json }, { aaguid }) => {
    const state = await client.metadata.state();
    const model = aaguid === undefined ? undefined : await client.metadata.model({ aaguid });
    print(json, { ok: true, metadata: state, ...defined({ model }) }, () => [
      ...(state === null ? [words.none] : stateLines(state)),
      ...(state?.others ?? []).flatMap(other => ['', ...stateLines(other)]),
      ...(model === undefined ? [] : modelLines(model)),
    ]);
  });
}

function read(file: string): string {
  try {
    return decodePem(readWithin(file, MAX_PEM_FILE));
  } catch (cause) {
    throw new KeydeskError('metadata-unreachable', { source: file }, { cause });
  }
}

function stateLines(state: Omit<MetadataState, 'others'>): string[] {
  return table([
    [words.no, String(state.no)],
    [words.models, number(state.models)],
    [words.loaded, words.loadedValue({ time: timeText(state.loadedAt), days: state.ageDays })],
    [words.source, state.source],
    [words.signedUnder, state.root ?? words.fidoRoots],
    [words.due, state.old ? words.overdue({ day: timeText(state.nextUpdate) }) : timeText(state.nextUpdate)],
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
