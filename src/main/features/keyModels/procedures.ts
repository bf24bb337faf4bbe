import { implement } from '@orpc/server';
import { metadataContract } from '../../../contract/metadata/procedures.ts';
import type { KeyModels } from './keyModels.ts';

/** Returns the procedures for key models. */
export function metadataProcedures(scope: () => KeyModels) {
  const os = implement(metadataContract);
  return os.router({
    state: os.state.handler(() => scope().state()),
    update: os.update.handler(({ input }) => scope().update(input)),
    model: os.model.handler(({ input }) => scope().model(input.aaguid) ?? null),
  });
}
