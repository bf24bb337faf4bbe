import { implement } from '@orpc/server';
import { recordContract } from '../../../contract/record/procedures.ts';
import { rolesSql } from '../../base/record/roles.ts';
import { bringBack } from './bringBack.ts';
import { change } from './change.ts';
import { check } from './check.ts';
import { create } from './create.ts';
import { removeDesk, trustDesk } from './deskKeys.ts';
import { join } from './join.ts';
import { leave } from './leave.ts';
import type { RecordFeatureParts } from './record.ts';
import { show, sight } from './show.ts';
import { upgrade } from './upgrade.ts';

/** Returns the procedures for the record that several desks share. */
export function recordProcedures(parts: RecordFeatureParts) {
  const os = implement(recordContract);
  return os.router({
    show: os.show.handler(() => show(parts)),
    sight: os.sight.handler(() => sight(parts)),
    create: os.create.handler(({ input }) => create(parts, input)),
    join: os.join.handler(({ input }) => join(parts, input)),
    change: os.change.handler(({ input }) => change(parts, input)),
    check: os.check.handler(() => check(parts)),
    trustDesk: os.trustDesk.handler(({ input }) => trustDesk(parts, input)),
    removeDesk: os.removeDesk.handler(({ input }) => removeDesk(parts, input.desk)),
    upgrade: os.upgrade.handler(({ input }) => upgrade(parts, input)),
    bringBack: os.bringBack.handler(() => bringBack(parts)),
    roles: os.roles.handler(() => ({ sql: rolesSql(parts.tables.shared, parts.station) })),
    leave: os.leave.handler(() => leave(parts)),
  });
}
