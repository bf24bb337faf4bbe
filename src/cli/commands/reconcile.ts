import type { Command } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import type { ReconciledDifference } from '../../contract/reconciliation/schema.ts';
import { differenceWords, mendWords, registrantText, sharedText } from '../../contract/reconciliation/words.ts';
import { timeText } from '../../contract/text/times.ts';
import { commas, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print } from '../output.ts';
import { readPin } from '../pinInput.ts';
import type { Session } from '../session.ts';
import { listOr } from '../table.ts';
import { flag, type Given, pluggedKey, text } from '../takes.ts';
import { addMend } from './reconcileMend.ts';

const words = wordsOf('reconcileCommand');

/** Adds `keydesk reconcile`, which tells what the key, Entra and Keydesk's record say, and `keydesk reconcile mend`. */
export function addReconcile(program: Command): void {
  const spec = { takes: takesReconcile(), check: checkPin };
  addCommand(program, 'reconcile', words.description, spec, async (session, given) => {
    const found = await session.client.reconciliation.compare(await requestOf(session, given), {
      signal: session.signal,
    });
    const differences = found.differences.map(printed);
    print(session.json, { ok: true, ...found, differences }, () => [
      ...listOr(words.none, words.columns, found.differences.map(rowOf)),
      ...(found.more === 0 ? [] : [words.more({ count: found.more })]),
      ...(found.keyUnknown ? [words.unknownKey] : []),
      ...(found.keyInconsistent ? [words.inconsistent] : []),
      ...found.unread.map(({ user, error }) => words.unread({ user, why: wordsFor(error, 'command').message })),
      ...(found.audit === null ? [] : [words.audit({ why: wordsFor(found.audit, 'command').message })]),
    ]);
  });
  const reconcile = program.commands.find(command => command.name() === 'reconcile');
  if (reconcile !== undefined) addMend(reconcile);
}

function takesReconcile() {
  return {
    user: text('<user>', words.user),
    key: pluggedKey(words.key),
    pinStdin: flag(words.pinStdin),
  };
}

type ReconcileOptions = Given<ReturnType<typeof takesReconcile>>;

/** @throws KeydeskError usage for a key without its PIN */
function checkPin({ key, pinStdin }: ReconcileOptions): void {
  if (key !== undefined && pinStdin !== true) throw new KeydeskError('usage', { detail: 'reconcile-pin' });
}

async function requestOf({ signal }: Session, { user, key, pinStdin }: ReconcileOptions) {
  if (pinStdin !== true) return defined({ user });
  return { ...defined({ user }), key: { ...defined({ keyId: key }), pin: await readPin(process.stdin, signal) } };
}

/** The form that scripts rely on: `mend` is the advised one. */
function printed({ user, mends, sharedWith, ...difference }: ReconciledDifference) {
  return {
    ...difference,
    sharedWith: sharedWith?.userPrincipalName ?? null,
    user: user?.userPrincipalName ?? null,
    userId: user?.id ?? null,
    mend: mends[0],
    mends,
  };
}

function rowOf({
  user,
  key,
  name,
  model,
  kind,
  mends,
  createdAt,
  registeredBy,
  unproven,
  sharedWith,
}: ReconciledDifference): string[] {
  return [
    user?.userPrincipalName ?? '',
    key?.serial ?? key?.product ?? model ?? '',
    name ?? '',
    sharedWith === null ? differenceWords[kind] : commas([differenceWords[kind], sharedText(sharedWith)]),
    createdAt === null ? '' : timeText(createdAt),
    registeredBy === null ? '' : registrantText(registeredBy),
    commas([...mends.map(mend => mendWords[mend]), ...(unproven ? [words.unproven] : [])]),
  ];
}
