import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts } from '../../../../contract/directory/schema.ts';
import type { Registration } from '../../../services/graph/delta.ts';
import { kindBits } from './kinds.ts';
import { nothingCounted, type TenantRow } from './tenantRow.ts';

/** Returns a function that writes a page of the report of registrations: kinds of passkey, and who is an administrator. */
export function registrationWriter(db: DatabaseSync) {
  const registerKinds = db.prepare(
    `UPDATE users SET passkey = :passkey, kinds = :kinds
     WHERE tenant = :tenant AND id = :id AND (passkey IS NOT :passkey OR kinds IS NOT :kinds)`,
  );
  const registerAdmin = db.prepare(
    'UPDATE users SET admin = :admin WHERE tenant = :tenant AND id = :id AND admin IS NOT :admin',
  );

  return (tenant: TenantRow, items: readonly Registration[]): ImportCounts => {
    for (const { id, isAdmin, methodsRegistered } of items) {
      if (methodsRegistered != null) {
        const kinds = kindBits(methodsRegistered);
        const passkey = kinds === 0 ? 0 : 1;
        registerKinds.run({ passkey, kinds, tenant: tenant.n, id });
      }
      if (isAdmin != null) registerAdmin.run({ admin: isAdmin ? 1 : 0, tenant: tenant.n, id });
    }
    return { ...nothingCounted, registrations: items.length };
  };
}
