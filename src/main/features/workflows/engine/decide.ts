import type { PasskeyKind } from '../../../../contract/passkeys/kinds.ts';
import { countedByDefault, type ExistingChoice, type SkipReason } from '../../../../contract/workflows/schema.ts';

/** A user from the imported directory. */
export interface KnownUser {
  readonly enabled: boolean;
  readonly guest: boolean;
  readonly left: boolean;
  /** The kinds of passkey that Entra has for the user; null if no report was read. */
  readonly passkeys: readonly PasskeyKind[] | null;
  /** When that report was read (ISO 8601, UTC). */
  readonly reportedAt?: string | null;
}

/** A live assignment of the user. */
export interface LiveAssignment {
  readonly purpose: string;
  readonly state: string;
  /** When its passkey became active (ISO 8601, UTC). */
  readonly activatedAt?: string | null;
  /** Whether Entra certainly has a passkey of the user besides those of assignments. */
  readonly others?: boolean;
}

export type Decision =
  | { readonly assign: 'primary' | 'backup' }
  | {
      readonly skip: Exclude<
        SkipReason,
        'older-workflow' | 'not-in-group' | 'assignment-cancelled' | 'assignment-expired' | 'passkey-revoked'
      >;
    };

/** The workflow's setting for users who already have a passkey. */
export interface ExistingRule {
  readonly existing: ExistingChoice;
  /** The kinds of passkey that count. Default: passkeys on security keys. */
  readonly counted?: readonly PasskeyKind[] | undefined;
}

/** Returns what a matching workflow does for a user, by the rules in docs/workflows.md only. */
export function decide(
  user: KnownUser,
  live: readonly LiveAssignment[],
  { existing, counted = countedByDefault }: ExistingRule,
): Decision {
  if (user.left) return { skip: 'left' };
  if (user.guest) return { skip: 'guest' };
  if (!user.enabled) return { skip: 'disabled' };
  if (live.some(({ state }) => state !== 'active')) return { skip: 'already-assigned' };
  const has = user.passkeys?.some(kind => counted.includes(kind)) === true;
  if (!has && live.length === 0) return { assign: 'primary' };
  if (existing === 'skip') return { skip: 'has-passkey' };
  const hasTwo = live.length > 1 || (has && live.some(one => isAnother(user, one)));
  return hasTwo || live.some(({ purpose }) => purpose === 'backup') ? { skip: 'has-backup' } : { assign: 'backup' };
}

/**
 * Returns whether the passkey that Entra reported is another one than that of the assignment. The report has only kinds, no numbers. So it
 * proves this only if it was read before the assignment's passkey was created. Otherwise an enrollment, or the user's passkey list, must
 * have shown it.
 */
function isAnother({ reportedAt = null }: KnownUser, { activatedAt = null, others = false }: LiveAssignment): boolean {
  return others || (reportedAt !== null && activatedAt !== null && Date.parse(reportedAt) < Date.parse(activatedAt));
}
