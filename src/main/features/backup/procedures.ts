import { implement } from '@orpc/server';
import { backupContract } from '../../../contract/backup/procedures.ts';
import type { Backups } from './backups.ts';

/** Returns the procedures for backups. */
export function backupProcedures(backups: Backups) {
  const os = implement(backupContract);
  return os.router({
    make: os.make.handler(({ input }) => backups.make(input)),
    suggest: os.suggest.handler(async () => ({ to: await backups.suggest() })),
  });
}
