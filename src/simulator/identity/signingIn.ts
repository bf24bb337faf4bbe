import type { SimulatedUser } from '../graph/user.ts';
import { StsRefusal } from './refusals.ts';
import { permissionsOf, type SignIn, type Sts } from './sts.ts';

/** Returns the user with a name and a password. @throws StsRefusal 50034, 50126, 50057, 53003 */
export function checkPassword(sts: Sts, name: string, password: string): SimulatedUser {
  const user = sts.tenant.find(name.trim());
  if (user === undefined) throw new StsRefusal(50034, name);
  if (password !== sts.state.password) throw new StsRefusal(50126);
  checkAllowed(sts, user);
  return user;
}

/** Checks that a user may sign in. @throws StsRefusal 50057, 53003 */
export function checkAllowed({ state }: Sts, user: SimulatedUser): void {
  if (!user.accountEnabled) throw new StsRefusal(50057);
  if (state.blocked.has(user.userPrincipalName)) throw new StsRefusal(53003);
}

/**
 * Checks whether a sign-in meets the tenant's requirement for multi-factor authentication. @throws StsRefusal 50076,
 * 50078
 */
export function checkMfa({ state, clock }: Sts, { mfaAt }: SignIn): void {
  const { required, maxAge } = state.mfa;
  if (!required) return;
  if (mfaAt === null) throw new StsRefusal(50076);
  if (maxAge !== null && clock() - mfaAt > maxAge) throw new StsRefusal(50078);
}

/** Checks consent. Only an administrator may grant missing permissions. @throws StsRefusal 90094 */
export function checkConsent(sts: Sts, scopes: readonly string[]): void {
  try {
    permissionsOf(sts, scopes);
  } catch (error) {
    throw error instanceof StsRefusal && error.number === 65001 ? new StsRefusal(90094) : error;
  }
}
