import { implement } from '@orpc/server';
import { contract } from '../../contract/contract.ts';
import type { Settings } from '../../contract/settings/schema.ts';
import { activationProcedures } from '../features/activation/procedures.ts';
import { assignmentsProcedures } from '../features/assignments/procedures.ts';
import type { Backups } from '../features/backup/backups.ts';
import { backupProcedures } from '../features/backup/procedures.ts';
import { batchesProcedures } from '../features/batches/procedures.ts';
import { type ConnectionProcedureParts, connectionsProcedures } from '../features/connections/procedures.ts';
import { deferredProcedures } from '../features/deferred/procedures.ts';
import { directoryProcedures } from '../features/directory/procedures.ts';
import { usersProcedures } from '../features/directory/usersProcedures.ts';
import { type EnrollmentProcedureParts, enrollmentProcedures } from '../features/enrollment/procedures.ts';
import { handoverProcedures } from '../features/handover/procedures.ts';
import { inventoryProcedures } from '../features/inventory/procedures.ts';
import { keysProcedures } from '../features/keyManagement/procedures.ts';
import { metadataProcedures } from '../features/keyModels/procedures.ts';
import { overviewProcedures } from '../features/overview/procedures.ts';
import { passkeysProcedures } from '../features/passkeys/procedures.ts';
import { policyProcedures } from '../features/policy/procedures.ts';
import { type PracticeParts, practiceProcedures } from '../features/practice/procedures.ts';
import { profilesProcedures } from '../features/profiles/procedures.ts';
import { reconciliationProcedures } from '../features/reconciliation/procedures.ts';
import { recordProcedures } from '../features/record/procedures.ts';
import type { RecordFeatureParts } from '../features/record/record.ts';
import { type SettingsProcedureParts, settingsProcedures } from '../features/settings/procedures.ts';
import { webhooksProcedures } from '../features/webhooks/procedures.ts';
import { workflowsProcedures } from '../features/workflows/procedures.ts';
import { activityProcedures } from '../services/activity/procedures.ts';
import type { KeyHost } from '../services/keys/keyHost.ts';
import type { Keys } from '../services/keys/keys.ts';
import { toContractError } from './contractErrors.ts';
import { changesProcedures, type SystemProcedureParts, systemProcedures } from './systemProcedures.ts';
import type { TenantScope } from './tenantScope.ts';

/** The checks before each procedure. */
export interface Gate {
  readonly station: Settings['station'];
  /** @throws KeydeskError station-locked, database-newer, invalid-input */
  check(path: readonly string[], input: unknown): Promise<void>;
}

export interface RouterParts {
  readonly gate: Gate;
  /** Binds the connected tenant. A procedure calls it once, at its beginning, and does all its work in that tenant. */
  readonly scope: () => TenantScope;
  readonly keyHost: KeyHost;
  readonly keys: Keys;
  readonly backups: Backups;
  readonly enrollment: Omit<EnrollmentProcedureParts, 'scope'>;
  readonly connections: ConnectionProcedureParts;
  readonly settings: SettingsProcedureParts;
  readonly practice: PracticeParts;
  readonly record: RecordFeatureParts;
  readonly system: SystemProcedureParts;
}

/**
 * Joins the procedures of all features to the contract. Converts every error to the contract's one typed error. The
 * middleware is outermost, so this includes an input that does not match its schema.
 */
export function createRouter(parts: RouterParts) {
  const { gate, scope, keyHost, keys } = parts;
  const os = implement(contract).use(async ({ next, path }, input) => {
    try {
      await gate.check(path, input);
      return await next();
    } catch (error) {
      throw toContractError(error, gate.station);
    }
  });
  return os.router({
    system: systemProcedures(parts.system),
    settings: settingsProcedures(parts.settings),
    changes: changesProcedures(parts.system),
    connections: connectionsProcedures(parts.connections),
    keys: keysProcedures({ keyHost, keys, scope: () => scope().keyManagement, models: () => scope().keyModels }),
    metadata: metadataProcedures(() => scope().keyModels),
    policy: policyProcedures(() => policyScope(scope(), keys)),
    users: usersProcedures(() => scope().directory),
    directory: directoryProcedures(() => scope().imported),
    passkeys: passkeysProcedures(scope),
    profiles: profilesProcedures(() => scope().profiles),
    enrollment: enrollmentProcedures({ ...parts.enrollment, scope: () => scope().enrollments }),
    assignments: assignmentsProcedures(scope),
    batches: batchesProcedures(() => scope().batches),
    reconciliation: reconciliationProcedures(() => scope().reconciliation),
    deferred: deferredProcedures(() => scope().deferred),
    handover: handoverProcedures(() => scope().handover),
    inventory: inventoryProcedures(() => scope().inventory),
    overview: overviewProcedures(() => scope().overview),
    activity: activityProcedures(() => scope().activity),
    backup: backupProcedures(parts.backups),
    workflows: workflowsProcedures(() => scope().workflows),
    webhooks: webhooksProcedures(() => scope().webhooks),
    activation: activationProcedures(() => scope().activation),
    practice: practiceProcedures(parts.practice),
    record: recordProcedures(parts.record),
  });
}

export type CoreRouter = ReturnType<typeof createRouter>;

function policyScope({ directory, policies, inventory }: TenantScope, keys: Keys) {
  return { directory, policies, keys, objections: inventory.lookUp() };
}
