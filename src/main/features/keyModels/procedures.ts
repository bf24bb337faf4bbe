import { implement } from '@orpc/server';
import { metadataContract } from '../../../contract/metadata/procedures.ts';
import type { KeyModels } from './keyModels.ts';

/** What makers say of their key models. */
export function metadataProcedures(bind: () => KeyModels) {
  const os = implement(metadataContract);
  return os.router({
    state: os.state.handler(() => bind().state()),
    update: os.update.handler(({ input }) => bind().update(input)),
    model: os.model.handler(({ input }) => bind().model(input.aaguid) ?? null),
  });
}
