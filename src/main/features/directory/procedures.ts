import { implement } from '@orpc/server';
import { directoryContract } from '../../../contract/directory/procedures.ts';
import { exportUsers } from './exportUsers.ts';
import type { ImportedDirectory } from './imported.ts';

/** Maximum number of groups and of imports in one answer. */
const GROUPS = 50;
const IMPORTS = 20;

/** Users and groups as they were imported. */
export function directoryProcedures(bind: () => ImportedDirectory) {
  const os = implement(directoryContract);
  return os.router({
    state: os.state.handler(() => bind().state()),
    users: os.users.handler(({ input }) => bind().users(input.filter, input.offset, input.limit)),
    user: os.user.handler(async ({ input }) => (await bind().user(input.user)) ?? null),
    groups: os.groups.handler(({ input }) => bind().groups(input.search, GROUPS)),
    groupsOf: os.groupsOf.handler(({ input }) => bind().groupsOf(input.user)),
    imports: os.imports.handler(() => bind().imports(IMPORTS)),
    import: os.import.handler(({ input, signal }) => bind().import(input.full, signal)),
    export: os.export.handler(({ input }) => exportUsers(bind(), input)),
  });
}
