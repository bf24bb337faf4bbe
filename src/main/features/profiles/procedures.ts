import { implement } from '@orpc/server';
import { profilesContract } from '../../../contract/profiles/procedures.ts';
import type { Profiles } from './profiles.ts';

/** Returns the procedures for profiles. */
export function profilesProcedures(scope: () => Profiles) {
  const os = implement(profilesContract);
  return os.router({
    list: os.list.handler(() => scope().list()),
    show: os.show.handler(({ input }) => scope().show(input.profile)),
    create: os.create.handler(({ input }) => scope().create(input)),
    change: os.change.handler(({ input: { id, ...draft } }) => scope().change(id, draft)),
    delete: os.delete.handler(({ input }) => scope().delete(input.profile)),
    last: os.last.handler(async () => ({ profileId: await scope().last() })),
  });
}
