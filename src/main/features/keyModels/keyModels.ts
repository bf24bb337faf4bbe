import type { Activity } from '../../services/activity/activity.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';

/** The list of key models, which a person can read and update. */
export type KeyModels = Pick<Metadata, 'state' | 'model' | 'update'>;

export interface KeyModelParts {
  readonly metadata: KeyModels;
  readonly activity: Pick<Activity, 'during'>;
}

/** Creates the key models. Each update adds an entry to the activity log. */
export function createKeyModels({ metadata, activity }: KeyModelParts): KeyModels {
  return {
    state: metadata.state,
    model: metadata.model,
    update: request =>
      activity.during('metadata-updated', async subject => {
        subject.facts = { source: request.file ?? request.url ?? null };
        const state = await metadata.update(request);
        subject.facts = { source: state.source, no: state.no, models: state.models };
        return state;
      }),
  };
}
