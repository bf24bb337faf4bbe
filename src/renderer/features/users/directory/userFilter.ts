import { assignmentStates } from '../../../../contract/assignments/schema.ts';
import type { UserFilter } from '../../../../contract/directory/schema.ts';
import { passkeyKinds } from '../../../../contract/passkeys/kinds.ts';
import type { RouteFilters } from '../../../ui/page/route.ts';
import { given } from '../../../ui/table/given.ts';

/** The filters of All Users as the person chose them. `any` means no filter. */
export interface ChosenUserFilters {
  state: string;
  account: string;
  kind: string;
  passkey: string;
  assignment: string;
  securityKey: string;
  /** `any`, `none`, or `is:` and the name of a department. */
  department: string;
}

export const anyUser: ChosenUserFilters = {
  state: 'present',
  account: 'any',
  kind: 'any',
  passkey: 'any',
  assignment: 'any',
  securityKey: 'any',
  department: 'any',
};

/** Returns the filters of an address. Unknown names and values mean no filter. */
export function chosenOf(filters: RouteFilters = {}): ChosenUserFilters {
  const known = Object.keys(anyUser) as (keyof ChosenUserFilters)[];
  return Object.fromEntries(known.map(name => [name, filters[name] ?? anyUser[name]])) as unknown as ChosenUserFilters;
}

export const assignmentChoices = ['none', ...assignmentStates] as const;

/** Returns the query for users. The order of the rows is not part of it. */
export function userFilterOf(
  search: string,
  groupId: string | undefined,
  { state, account, kind, passkey, assignment, securityKey, department }: ChosenUserFilters,
): Omit<UserFilter, 'sort' | 'descending'> {
  return {
    search,
    state: state === 'left' ? 'left' : 'present',
    ...given('group', groupId),
    ...given('enabled', account === 'any' ? undefined : account === 'enabled'),
    ...given('guest', kind === 'any' ? undefined : kind === 'guest'),
    ...given('passkey', hasPasskey(passkey)),
    ...given(
      'passkeyKind',
      passkeyKinds.find(each => each === passkey),
    ),
    ...given('securityKey', securityKey === 'any' ? undefined : securityKey === 'yes'),
    ...given('department', departmentOf(department)),
    ...given(
      'assignment',
      assignmentChoices.find(each => each === assignment),
    ),
  };
}

/** Returns null for users with unknown state, undefined if the filter is off or a kind of passkey is chosen. */
function hasPasskey(chosen: string): boolean | null | undefined {
  if (chosen === 'unknown') return null;
  return chosen === 'yes' ? true : chosen === 'no' ? false : undefined;
}

/** Returns null for users without a department, undefined if the filter is off. */
function departmentOf(chosen: string): string | null | undefined {
  if (chosen === 'none') return null;
  return chosen.startsWith('is:') ? chosen.slice('is:'.length) : undefined;
}
