import type { Assignment } from '../../../contract/assignments/schema.ts';
import { wordsOf } from '../../../words/say.ts';
import { otherTenants } from '../../otherTenants.ts';
import { tell } from '../../output.ts';
import type { Session } from '../../session.ts';
import { type KeyOptions, refOf } from './options.ts';

const words = wordsOf('commands').reset;

/** Prints the known passkeys of a key to stderr before a reset. Prints none if the key cannot be read. */
export async function tellKnownPasskeys(session: Session, options: KeyOptions): Promise<void> {
  const { client } = session;
  try {
    const { id, tenant, user: holder } = await client.inventory.plugged(refOf(options));
    const other = (await otherTenants(session))(tenant);
    if (other !== undefined && holder) tell(words.erasesElsewhere({ name: holder.displayName, tenant: other }));
    const { assignments } = await client.assignments.list({ key: id, states: ['active'] });
    for (const { user, passkeyName } of assignments) {
      tell(words.erases({ passkey: passkeyName, name: user.displayName, user: user.userPrincipalName }));
    }
  } catch {
    // The reset itself reports what is wrong with the key.
  }
}

/**
 * Returns lines about the passkeys that were erased from a key and are still in Entra, and how to delete them there.
 */
export async function erasedLines(session: Session, revoked: readonly Assignment[]): Promise<string[]> {
  if (revoked.length === 0) return [];
  const otherTenant = await otherTenants(session);
  return revoked.flatMap(({ id, tenant, user, passkeyName }) => {
    const other = otherTenant(tenant);
    const about = { passkey: passkeyName, name: user.displayName };
    return [
      other === undefined ? words.stillInEntra(about) : words.stillElsewhere({ ...about, tenant: other }),
      `  keydesk assignments delete-erased --id ${id}`,
    ];
  });
}
