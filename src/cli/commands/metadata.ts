import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import type { MetadataState, Model } from '../../contract/metadata/schema.ts';
import { decodePem } from '../../main/base/decodeText.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';
import { table } from '../table.ts';

interface UpdateOptions {
  file?: string;
  url?: string;
  root?: string;
}

/** `keydesk metadata update` and `keydesk metadata show`. */
export function addMetadata(program: Command): void {
  const metadata = program.command('metadata').description('the list of key models of the FIDO Metadata Service');

  metadata
    .command('update')
    .description('load a newer list, by default from the service itself')
    .option('--file <file>', 'from a file that was downloaded before')
    .addOption(new Option('--url <url>', 'from another address (https)').conflicts('file'))
    .option(
      '--root <pem>',
      'file with the certificate that the list must lead to, in place of the FIDO Alliance’s roots',
    )
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
    .description('which list is in use, or what it says of one model')
    .option('--aaguid <aaguid>', 'of the model')
    .action((options: { aaguid?: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const state = await client.metadata.state();
        const model = options.aaguid === undefined ? null : await client.metadata.model({ aaguid: options.aaguid });
        print(json, { ok: true, metadata: state, ...(options.aaguid === undefined ? {} : { model }) }, () => [
          ...(state === null ? ['No list was loaded yet: keydesk metadata update'] : stateLines(state)),
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
    ['Number', String(state.no)],
    ['Models', String(state.models)],
    ['Loaded', `${state.loadedAt} (${state.ageDays} days ago)`],
    ['From', state.source],
    ['Signed under', state.root ?? 'the FIDO Alliance’s roots'],
    ['Next one due', `${state.nextUpdate}${state.old ? ' — overdue' : ''}`],
  ]);
}

function modelLines(model: Model | null): string[] {
  if (model === null) return ['The list does not have this model.'];
  return table([
    ['Model', model.name],
    ['Certification', model.certification ?? 'none'],
    ['Status reports', model.statuses.join(', ') || 'none'],
  ]);
}
