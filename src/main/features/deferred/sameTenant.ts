import { KeydeskError } from '../../../contract/errors/errors.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import type { DeferredContext } from './context.ts';
import type { PackageContent } from './package/content.ts';

/**
 * Refuses a package of another tenant. A tenant whose id was not known at the fetch is named by its address.
 * @throws KeydeskError deferred-other-tenant, not-connected
 */
export function refuseOtherTenant(
  { tenant }: Pick<DeferredContext, 'tenant'>,
  { tenant: fetchedFrom, tenantName }: PackageContent,
): void {
  const names = [idOf(tenant), tenant.connection?.tenantId];
  const isSame = names.some(
    name => name !== undefined && name !== '' && name.toLowerCase() === fetchedFrom.toLowerCase(),
  );
  if (!isSame) throw new KeydeskError('deferred-other-tenant', { tenant: tenantName || fetchedFrom });
}
