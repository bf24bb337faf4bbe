import type { CheckLine, CheckName } from './schema.ts';

const names: Record<CheckName, string> = {
  token: 'Signed in',
  clock: 'Clock of this computer',
  'permission-passkeys': 'Permission: passkeys of users',
  'permission-users': 'Permission: read users',
  'permission-groups': 'Permission: read groups',
  'permission-policy': 'Permission: read the passkey policy',
  'permission-reports': 'Permission: read who has a passkey',
  role: 'Role: Authentication Administrator',
  users: 'Users can be read',
  groups: 'Groups can be read',
  registrations: 'Report of registrations can be read',
  policy: 'Passkey policy can be read',
  'creation-options': 'A passkey can be offered to the user',
  'user-sign-in': 'Users can sign in at an activation station',
};

const statuses: Record<CheckLine['status'], string> = {
  passed: 'Passed',
  failed: 'Failed',
  'not-needed': 'Not needed',
  unknown: 'Cannot be told',
};

/** Said of a part that this tenant has no license for. */
export const LICENSE_NEEDED = 'needs Microsoft Entra ID P1 or P2, which this tenant does not have';

/** Said of what rests on a role where the token does not list roles. */
export const ROLES_NOT_TOLD = 'the sign-in does not tell its roles; only an enrollment shows it';

/** Said of the sign-in of users until somebody has tried it. */
export const USER_SIGN_IN_UNTRIED = 'only a sign-in shows it; try one with this check';

/** What a line of Check connection looks at. */
export function checkWords(name: CheckName): string {
  return names[name];
}

export function checkStatusWords(status: CheckLine['status']): string {
  return statuses[status];
}
