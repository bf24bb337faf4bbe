import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { dropSessions, type SignInContext } from './signInContext.ts';

/** Ends the sign-in of a connection in this process at once, and removes secrets from the vault. */
export async function endSignIn(
  context: SignInContext,
  connection: ConnectionSettings,
  secrets: readonly string[],
): Promise<void> {
  const { vault, generations } = context.parts;
  dropSessions(context, connection);
  context.accounts.delete(connection.id);
  const remove = async () => {
    for (const name of secrets) await vault.remove(name);
  };
  try {
    await generations.next(connection.id, remove);
  } catch (error) {
    // Removes the secrets even if the database cannot be written.
    await remove();
    throw error;
  }
}
