import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EnrollmentPlan, Profile } from '../../../contract/profiles/schema.ts';
import { api } from '../../client/client.ts';

/** The choice of a profile: `auto` for the one of the user's group or the default, `none`, or the id of a profile. */
export type ProfileChoice = string;
export const AUTO = 'auto';
export const NONE = 'none';

export interface ProfilePlan {
  /** All profiles. Empty if there are none, and then there is no choice. */
  readonly profiles: readonly Profile[];
  readonly choice: ProfileChoice;
  choose(choice: ProfileChoice): void;
  /** The choice as a member of the request. */
  readonly request: { profile?: string | null };
  /** Undefined while the key is not known, and if there are no profiles. */
  readonly plan: EnrollmentPlan | undefined;
  /** The profile that the plan uses. */
  readonly profile: Profile | undefined;
  /** Whether it is still open what the enrollment will do. */
  readonly pending: boolean;
  readonly error: unknown;
  retry(): void;
}

/** Returns the profiles, the choice among them, which starts with the last one, and what it means for this user and key. */
export function useProfilePlan(user: string, keyId: string | undefined): ProfilePlan {
  const list = useQuery(api.profiles.list.queryOptions({ refetchOnMount: 'always' }));
  const last = useQuery(api.profiles.last.queryOptions({ refetchOnMount: 'always', gcTime: 0 }));
  const [chosen, choose] = useState<ProfileChoice | null>(null);
  const profiles = list.data ?? [];
  const remembered = profiles.find(({ id }) => id === last.data?.profileId)?.id;
  const choice = chosen ?? remembered ?? AUTO;
  const request = choice === AUTO ? {} : { profile: choice === NONE ? null : choice };
  const known = list.isSuccess && !last.isPending;
  const enabled = keyId !== undefined && known && profiles.length > 0;
  const input = { user, interactive: true, keyId: keyId ?? '', ...request };
  const plan = useQuery(api.enrollment.plan.queryOptions({ input, enabled, gcTime: 0, staleTime: 60_000 }));
  return {
    profiles,
    choice,
    choose,
    request,
    plan: enabled ? plan.data : undefined,
    profile: profiles.find(({ id }) => id === plan.data?.profile?.id),
    pending: list.isPending || last.isPending || (enabled && plan.isPending),
    error: list.error ?? (enabled ? plan.error : null),
    retry: () => void (list.isError ? list.refetch() : plan.refetch()),
  };
}
