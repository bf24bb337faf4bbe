import type { PinAnswer } from '../../../contract/activation/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode } from '../../../contract/errors/failure.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { Question } from '../../base/question.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import { refuseUser } from '../directory/directory.ts';
import type { ActivationParts, ActivationScope } from './activation.ts';
import type { Codes } from './codes.ts';
import { forUser } from './forUser.ts';
import type { SignInTimes } from './signInTimes.ts';
import type { Sittings } from './sittings.ts';
import type { StayedKeys } from './stayedKeys.ts';

/** What the activations of all tenants at this computer share. */
export interface StationContext {
  readonly parts: ActivationParts;
  /** The name of this computer. */
  readonly station: string;
  readonly codes: Codes;
  readonly sittings: Sittings<ActivationScope>;
  readonly times: SignInTimes;
  readonly stayed: StayedKeys;
  /** Aborts when Keydesk ends. */
  readonly closing: AbortSignal;
  /** The running sign-ins of users. */
  readonly signingIn: Set<Promise<unknown>>;
  /** The PIN question of each running activation, by the handle of its sitting. */
  readonly running: Map<string, PinQuestion>;
}

/** What the activations of one tenant share. */
export interface ActivationContext extends StationContext {
  readonly scope: ActivationScope;
}

export type PinQuestion = Question<Omit<PinAnswer, 'sitting'>>;

/** Returns the id of the tenant. @throws KeydeskError not-connected */
export function tenantOf({ scope }: Pick<ActivationContext, 'scope'>): string {
  return idOf(scope.tenant);
}

/** Returns a user who may get a passkey. @throws KeydeskError user-… */
export async function checkedUser({ scope }: ActivationContext, idOrUpn: string): Promise<User> {
  const user = await scope.directory.get(idOrUpn);
  refuseUser(user);
  return user;
}

/** Returns a failure as the user may see it. If Keydesk ends, the user must not see `cancelled`, because the user did not cancel. */
export function failureForUser({ closing }: StationContext, error: unknown): Failure {
  return forUser(closing.aborted && hasCode(error, 'cancelled') ? new KeydeskError('keydesk-ended') : error);
}
