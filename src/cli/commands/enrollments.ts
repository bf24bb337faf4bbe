import { type Command, Option } from 'commander';
import type { Unfinished } from '../../contract/enrollment/schema.ts';
import { unfinishedWords } from '../../contract/enrollment/words.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { wordsOf } from '../../words/say.ts';
import { followEnrollment } from '../followEnrollment.ts';
import { inTenant, otherTenants } from '../otherTenants.ts';
import { print } from '../output.ts';
import { canAsk, readPin } from '../pinInput.ts';
import { type Session, withCore } from '../session.ts';
import { listTable } from '../table.ts';

const words = wordsOf('commands').enrollments;

interface FinishOptions {
  id: string;
  key?: string;
  pinStdin?: boolean;
}

/** Adds `keydesk enrollments …`: unfinished enrollments, until each is finished, cleaned up or discarded. */
export function addEnrollments(program: Command): void {
  const enrollments = program.command('enrollments').description(words.description);
  enrollments
    .command('list')
    .description(words.list)
    .action((_options: unknown, command: Command) =>
      withCore(command, { recover: true }, async session => {
        await printList(session, await session.client.enrollment.unfinished());
      }),
    );
  enrollments
    .command('finish')
    .description(words.finish)
    .requiredOption('--id <id>', words.id)
    .option('--key <key>', words.key)
    .addOption(new Option('--pin-stdin', wordsOf('commands').enroll.pinStdin))
    .action((options: FinishOptions, command: Command) =>
      withCore(command, { key: options.key, recover: true }, session => finish(session, options)),
    );
  enrollments
    .command('discard')
    .description(words.discard)
    .requiredOption('--id <id>', words.id)
    .action(({ id }: { id: string }, command: Command) =>
      withCore(command, {}, async session => {
        await printList(session, await session.client.enrollment.discard({ enrollmentId: id }));
      }),
    );
}

async function finish(session: Session, options: FinishOptions): Promise<void> {
  const pin = options.pinStdin === true ? await readPin(process.stdin, session.signal) : undefined;
  const request = {
    enrollmentId: options.id,
    interactive: pin === undefined && canAsk(),
    ...(options.key === undefined ? {} : { keyId: options.key }),
    ...(pin === undefined ? {} : { pin }),
  };
  await followEnrollment(session, await session.client.enrollment.finish(request, { signal: session.signal }));
}

async function printList(session: Session, enrollments: readonly Unfinished[]): Promise<void> {
  const otherTenant = await otherTenants(session);
  print(session.json, { ok: true, enrollments }, () =>
    enrollments.length === 0
      ? [words.none]
      : listTable(
          words.headings,
          enrollments.map(entry => rowOf(entry, otherTenant(entry.tenant))),
        ),
  );
}

function rowOf(
  { enrollmentId, startedAt, userPrincipalName, error, ...known }: Unfinished,
  other: string | undefined,
): string[] {
  const why = error ? wordsFor(error).message : '';
  const user = inTenant(userPrincipalName, other);
  return [user, unfinishedWords(known), startedAt, enrollmentId, why];
}
