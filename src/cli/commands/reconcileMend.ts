import type { Command } from 'commander';
import { assignmentStateWords, reasonWords } from '../../contract/assignments/words.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { carriedOut, type MendRequest } from '../../contract/reconciliation/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print } from '../output.ts';
import { readPin } from '../pinInput.ts';
import type { Session } from '../session.ts';
import { argumentOf, flag, type Given, pluggedKey, text } from '../takes.ts';

const words = wordsOf('reconcileCommand');

/** Adds `keydesk reconcile mend`: removes one difference, which `keydesk reconcile` has shown. */
export function addMend(reconcile: Command): void {
  const spec = { takes: takesMend(), check: requestOf, recover: true };
  addCommand(reconcile, 'mend', words.mend, spec, async (session, given) => {
    const request = await withPin(session, requestOf(given), given);
    const { assignments, failure, report } = await session.client.reconciliation.mend(request, {
      signal: session.signal,
    });
    if (failure !== null) process.exitCode = 1;
    print(session.json, { ok: failure === null, mend: request.mend, assignments, failure, report }, () => [
      words.mended,
      ...assignments.map(assignment =>
        words.changed({
          user: assignment.user.userPrincipalName,
          state: assignmentStateWords[assignment.state],
          reason: reasonWords(assignment),
        }),
      ),
      ...(failure === null ? [] : [words.stillDue({ why: wordsFor(failure, 'command').message })]),
    ]);
  });
}

function takesMend() {
  return {
    kind: argumentOf(carriedOut, words.mendKind),
    user: text('<user>', words.mendUser),
    method: text('<id>', words.method),
    credential: text('<id>', words.credential),
    assignment: text('<id>', words.assignment),
    id: text('<id>', words.inventoryId),
    key: pluggedKey(),
    pinStdin: flag(words.pinOfKey),
    confirm: text('<name>', words.confirm),
    evenIfUnproven: flag(words.evenIfUnproven),
  };
}

type MendOptions = Given<ReturnType<typeof takesMend>>;

/** Returns the request, still without a PIN. @throws KeydeskError usage for a missing option */
function requestOf(given: MendOptions): MendRequest {
  const { kind, evenIfUnproven = false } = given;
  const need = (name: 'user' | 'method' | 'credential' | 'assignment' | 'id' | 'confirm'): string => {
    const value = given[name];
    if (value === undefined) throw new KeydeskError('usage', { detail: 'mend-needs', option: `--${name}`, mend: kind });
    return value;
  };
  switch (kind) {
    case 'adopt':
      return { mend: kind, user: need('user'), methodId: need('method') };
    case 'delete-in-entra':
      return { mend: kind, user: need('user'), methodId: need('method'), confirm: need('confirm') };
    case 'delete-on-key': {
      if (given.pinStdin !== true)
        throw new KeydeskError('usage', { detail: 'mend-needs', option: '--pin-stdin', mend: kind });
      const about = { credentialId: need('credential'), confirm: need('confirm'), pin: '', evenIfUnproven };
      return { mend: kind, ...about, ...defined({ keyId: given.key }) };
    }
    case 'close-assignment':
      return { mend: kind, assignmentId: need('assignment'), evenIfUnproven };
    case 'mark-key-lost':
    case 'mark-key-returned':
      return { mend: kind, inventoryKey: need('id'), confirm: need('confirm') };
  }
}

async function withPin({ signal }: Session, request: MendRequest, { pinStdin }: MendOptions): Promise<MendRequest> {
  if (request.mend !== 'delete-on-key' || pinStdin !== true) return request;
  return { ...request, pin: await readPin(process.stdin, signal) };
}
