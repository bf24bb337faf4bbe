import type { ConnectionsState, ConnectionView } from '../../contract/connections/schema.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { cleanPasted, cleanReference } from '../../contract/text/pasted.ts';
import { wordsOf } from '../../words/say.ts';
import { tell } from '../output.ts';
import type { Session } from '../session.ts';
import { firstOf } from '../stream.ts';

const words = wordsOf('commands').connection;

/** Returns the current connections. */
export async function stateOf({ client, signal }: Session): Promise<ConnectionsState> {
  return firstOf(await client.connections.watch(undefined, { signal }));
}

/**
 * Returns a connection by its id or name, or the current one if no name is given.
 * @throws KeydeskError connection-not-found, not-connected
 */
export async function find(session: Session, name: string | undefined): Promise<ConnectionView> {
  const { connections, current } = await stateOf(session);
  const wanted = name === undefined ? current : cleanReference(name);
  if (wanted === null) throw new KeydeskError('not-connected');
  const found =
    connections.find(({ id }) => id === wanted) ?? connections.find(known => cleanPasted(known.name) === wanted);
  if (found === undefined) throw new KeydeskError('connection-not-found', { id: wanted });
  return found;
}

/** Prints a warning if the sign-in ends with this command. */
export async function warnUnlessLasting(session: Session): Promise<void> {
  const { lasting } = await stateOf(session);
  if (!lasting) tell(words.notLasting);
}
