import type { Command } from 'commander';
import type { Unfinished } from '../../contract/enrollment/schema.ts';
import { isSettledBy, unfinishedWords } from '../../contract/enrollment/words.ts';
import type { Failure } from '../../contract/errors/failure.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { timeText } from '../../contract/text/times.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { followEnrollment } from '../followEnrollment.ts';
import { inTenant, otherTenants } from '../otherTenants.ts';
import { print } from '../output.ts';
import { canAsk, readPin } from '../pinInput.ts';
import type { Session } from '../session.ts';
import { listOr } from '../table.ts';
import { flag, type Given, needed, pluggedKey } from '../takes.ts';

const words = wordsOf('commands').enrollments;

/** Adds `keydesk enrollments …`: unfinished enrollments, until each is finished, cleaned up or discarded. */
export function addEnrollments(program: Command): void {
  const enrollments = program.command('enrollments').description(words.description);

  addCommand(enrollments, 'list', words.list, { recover: true }, async session =>
    printList(session, await session.client.enrollment.unfinished()),
  );

  addCommand(enrollments, 'finish', words.finish, { takes: takesFinish(), recover: true }, finish);

  const takes = { id: needed('<id>', words.id) };
  addCommand(enrollments, 'discard', words.discard, { takes }, async (session, { id }) =>
    printList(session, await session.client.enrollment.discard({ enrollmentId: id })),
  );
}

function takesFinish() {
  return {
    id: needed('<id>', words.id),
    key: pluggedKey(words.key),
    pinStdin: flag(wordsOf('commands').enroll.pinStdin),
  };
}

async function finish(session: Session, options: Given<ReturnType<typeof takesFinish>>): Promise<void> {
  const pin = options.pinStdin === true ? await readPin(process.stdin, session.signal) : undefined;
  const interactive = pin === undefined && canAsk();
  const request = defined({ enrollmentId: options.id, interactive, keyId: options.key, pin });
  // The attempt has settled the entry: it ends with a message for the person, and not with a passkey.
  const settles = ({ code }: Failure) => isSettledBy(code);
  await followEnrollment(session, await session.client.enrollment.finish(request, { signal: session.signal }), {
    settles,
  });
}

async function printList(session: Session, enrollments: readonly Unfinished[]): Promise<void> {
  const otherTenant = await otherTenants(session);
  print(session.json, { ok: true, enrollments }, () => {
    const rows = enrollments.map(entry => rowOf(entry, otherTenant(entry.tenant)));
    return listOr(words.none, words.headings, rows);
  });
}

function rowOf(
  { enrollmentId, startedAt, userPrincipalName, error, ...known }: Unfinished,
  other: string | undefined,
): string[] {
  const why = error ? wordsFor(error, 'command').message : '';
  const user = inTenant(userPrincipalName, other);
  return [user, unfinishedWords(known), timeText(startedAt), enrollmentId, why];
}
