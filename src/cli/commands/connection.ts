import type { Command } from 'commander';
import type { ConnectionsState } from '../../contract/connections/schema.ts';
import { signInWords } from '../../contract/connections/signInWords.ts';
import { tenantLabel } from '../../contract/connections/tenantLabel.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { print, tell } from '../output.ts';
import { listOr } from '../table.ts';
import { addConnectionChanges } from './connectionChanges.ts';
import { addConnectionCheck } from './connectionCheck.ts';
import { stateOf } from './connectionChoice.ts';
import { addConnectionSignIn } from './connectionSignIn.ts';

const words = wordsOf('commands').connection;

/** Adds `keydesk connection …`: the tenants that are set up, signing in to them, and checking them. */
export function addConnection(program: Command): void {
  const connection = program.command('connection').description(words.description);

  addCommand(connection, 'list', words.list, {}, async session => {
    const state = await stateOf(session);
    print(session.json, { ok: true, ...state }, () => listLines(state));
    for (const { name, trouble } of state.connections) {
      if (trouble === null || session.json) continue;
      const { message, next } = wordsFor(trouble, 'command');
      tell(wordsOf('commandLine').adviceLine({ name, message, next }));
    }
  });

  addConnectionChanges(connection);
  addConnectionSignIn(connection);
  addConnectionCheck(connection);
}

function listLines({ connections, current }: ConnectionsState): string[] {
  return listOr(
    words.none,
    words.headings,
    connections.map(({ id, name, tenantId, tenantName, signIn, account, credential, trouble }) => [
      id === current ? '*' : '',
      name,
      tenantLabel({ name, tenantId, tenantName }),
      account?.name ?? (trouble !== null ? words.unreadable : credential === null ? words.notSignedIn : words.ready),
      signInWords[signIn],
      id,
    ]),
  );
}
