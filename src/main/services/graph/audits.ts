import { z } from 'zod';
import { describingText, readableList } from './members.ts';
import type { Requests } from './requests.ts';

/** How long Entra keeps its audit log with a license, in ms. Without one it is 7 days. */
export const AUDIT_KEPT = 30 * 24 * 60 * 60_000;
/** Maximum number of entries about one user. Newer entries come first. */
const MOST = 200;

const initiatorSchema = z
  .object({ id: describingText, displayName: describingText, userPrincipalName: describingText.optional() })
  .nullish()
  .catch(null);

const auditsSchema = z.object({
  value: readableList(
    z.object({
      activityDateTime: z.string().min(1),
      activityDisplayName: z.string(),
      result: describingText,
      initiatedBy: z.object({ user: initiatorSchema, app: initiatorSchema }).nullish().catch(null),
    }),
  ),
});

/** A registration of security info in Entra's audit log, and who did it. */
export interface AuditedRegistration {
  /** ISO 8601 */
  readonly at: string;
  /** `self`: the user registered it. `admin`: somebody else did. */
  readonly as: 'self' | 'admin';
  /** The name of the person or app; null if the log does not have it. */
  readonly by: string | null;
}

export interface AuditCalls {
  /**
   * Returns the registrations of security info of one user, by object id, from a time on.
   * @throws KeydeskError graph-forbidden, graph-license-missing, graph-…
   */
  registrations(
    userId: string,
    since: Date,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<AuditedRegistration[]>;
}

export function auditCalls(requests: Requests): AuditCalls {
  return {
    registrations: async (userId, since, { signal } = {}) => {
      const filter = [
        `activityDateTime ge ${since.toISOString()}`,
        `targetResources/any(t:t/id eq '${userId.replaceAll("'", "''")}')`,
      ].join(' and ');
      const path = `/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}&$top=${MOST}`;
      const { value } = await requests.send({ path, signal }, auditsSchema);
      return value.flatMap(({ activityDateTime, activityDisplayName, result, initiatedBy }) => {
        const as = actOf(activityDisplayName);
        if (as === undefined || (result ?? 'success').toLowerCase() !== 'success') return [];
        const { user, app } = initiatedBy ?? {};
        const by = user?.userPrincipalName ?? user?.displayName ?? app?.displayName ?? null;
        return [{ at: activityDateTime, as, by }];
      });
    },
  };
}

/** Returns who acts, by the name of the activity (learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities). */
function actOf(activity: string): AuditedRegistration['as'] | undefined {
  if (/^admin registered security info/i.test(activity)) return 'admin';
  return /^user registered (all required )?security info/i.test(activity) ? 'self' : undefined;
}
