import { assignmentStates } from '../../../../contract/assignments/schema.ts';
import type { UserFilter } from '../../../../contract/directory/schema.ts';
import { passkeyKinds } from '../../../../contract/passkeys/kinds.ts';
import { given } from '../../../ui/table/given.ts';

/** The filters of All Users as the person chose them. `any` means no filter. */
export interface ChosenUserFilters {
  state: string;
  account: string;
  kind: string;
  passkey: string;
  assignment: string;
}

export const anyUser: ChosenUserFilters = {
  state: 'present',
  account: 'any',
  kind: 'any',
  passkey: 'any',
  assignment: 'any',
};

export const assignmentChoices = ['none', ...assignmentStates] as const;

/** Returns the query for users. The order of the rows is not part of it. */
export function userFilterOf(
  search: string,
  groupId: string | undefined,
  { state, account, kind, passkey, assignment }: ChosenUserFilters,
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
