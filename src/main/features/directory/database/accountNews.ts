import type { UserAccount } from '../../../../contract/assignments/schema.ts';

/** A user whose assignments do not agree with the directory. `account` is null if nothing is known against the account. */
export interface AccountNews {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly account: UserAccount | null;
}
