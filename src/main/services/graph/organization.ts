import { z } from 'zod';
import { describingText, readableList } from './members.ts';
import type { Requests } from './requests.ts';

const organizationsSchema = z.object({
  value: z.array(
    z.object({
      displayName: describingText,
      verifiedDomains: readableList(z.object({ name: z.string().min(1), isDefault: z.boolean().nullish() })),
    }),
  ),
});

export interface OrganizationCalls {
  /**
   * Returns the tenant's display name, or its default domain; null if Graph returns neither.
   * @throws KeydeskError graph-…; graph-forbidden for an app without Organization.Read.All
   */
  name(options?: { signal?: AbortSignal | undefined }): Promise<string | null>;
}

export function organizationCalls(requests: Requests): OrganizationCalls {
  return {
    name: async ({ signal } = {}) => {
      const path = '/organization?$select=id,displayName,verifiedDomains';
      const [tenant] = (await requests.send({ path, signal }, organizationsSchema)).value;
      const domains = tenant?.verifiedDomains ?? [];
      const domain = domains.find(({ isDefault }) => isDefault === true) ?? domains[0];
      return tenant?.displayName?.trim() || domain?.name || null;
    },
  };
}
