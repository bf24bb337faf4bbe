import { implement } from '@orpc/server';
import { directoryContract } from '../../../contract/directory/procedures.ts';
import { exportUsers } from './exportUsers.ts';
import type { ImportedDirectory } from './imported.ts';

/** Maximum number of groups and of imports in one answer. */
const GROUPS = 50;
const IMPORTS = 20;
/** Maximum number of departments that the filter of All Users offers. */
const DEPARTMENTS = 200;

/** Returns the procedures for imported users and groups. */
export function directoryProcedures(scope: () => ImportedDirectory) {
  const os = implement(directoryContract);
  return os.router({
    state: os.state.handler(() => scope().state()),
    users: os.users.handler(({ input }) => scope().users(input.filter, input.offset, input.limit)),
    user: os.user.handler(async ({ input }) => (await scope().user(input.user)) ?? null),
    groups: os.groups.handler(({ input }) => scope().groups(input.search, GROUPS)),
    groupsOf: os.groupsOf.handler(({ input }) => scope().groupsOf(input.user)),
    departments: os.departments.handler(() => scope().departments(DEPARTMENTS)),
    imports: os.imports.handler(() => scope().imports(IMPORTS)),
    import: os.import.handler(({ input, signal }) => scope().import(input.full, signal)),
    export: os.export.handler(({ input }) => exportUsers(scope(), input)),
  });
}
