import type { PasskeyKind } from '../../../../contract/passkeys/kinds.ts';
import { countedByDefault, type ExistingChoice, type SkipReason } from '../../../../contract/workflows/schema.ts';

/** A user as the imported directory knows them. */
export interface KnownUser {
  readonly enabled: boolean;
  readonly guest: boolean;
  readonly left: boolean;
  /** The kinds of passkey that Entra holds; null where no report has told. */
  readonly passkeys: readonly PasskeyKind[] | null;
  /** When that report was read (ISO 8601, UTC). */
  readonly reportedAt?: string | null;
}

/** An assignment of the user that is not over. */
export interface LiveAssignment {
  readonly purpose: string;
  readonly state: string;
  /** When its passkey became active (ISO 8601, UTC). */
  readonly activatedAt?: string | null;
  /** Whether Entra is known to hold a passkey of the user besides those of assignments. */
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

/** What a workflow's author chose about users who have a passkey already. */
export interface ExistingRule {
  readonly existing: ExistingChoice;
  /** The kinds of passkey that count; by default those on security keys. */
  readonly counted?: readonly PasskeyKind[] | undefined;
}

/** What a workflow does for a user that it matches: the stated rules (docs/workflows.md), and nothing else. */
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
 * Whether the passkey that Entra reported is another one than that of the assignment. The report has kinds and no numbers, so that
 * it tells only if it was read before the assignment's passkey was made; otherwise it is what an enrollment, or the user's list, showed.
 */
function isAnother({ reportedAt = null }: KnownUser, { activatedAt = null, others = false }: LiveAssignment): boolean {
  return others || (reportedAt !== null && activatedAt !== null && Date.parse(reportedAt) < Date.parse(activatedAt));
}
