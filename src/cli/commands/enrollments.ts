import { type Command, Option } from 'commander';
import type { Unfinished } from '../../contract/enrollment/schema.ts';
import { unfinishedWords } from '../../contract/enrollment/words.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { followEnrollment } from '../followEnrollment.ts';
import { otherTenants } from '../otherTenants.ts';
import { print } from '../output.ts';
import { canAsk, readPin } from '../pinInput.ts';
import { type Session, withCore } from '../session.ts';
import { listTable } from '../table.ts';

interface FinishOptions {
  id: string;
  key?: string;
  pinStdin?: boolean;
}

/** `keydesk enrollments …`: enrollments that broke off, until each is finished, cleaned up or discarded. */
export function addEnrollments(program: Command): void {
  const enrollments = program.command('enrollments').description('enrollments that broke off before their end');
  enrollments
    .command('list')
    .description('the unfinished ones, after Keydesk has tried to settle them by itself')
    .action((_options: unknown, command: Command) =>
      withCore(command, { recover: true }, async session => {
        await printList(session, await session.client.enrollment.unfinished());
      }),
    );
  enrollments
    .command('finish')
    .description('finish one with its key: prove the passkey, or remove what Microsoft Entra ID never took')
    .requiredOption('--id <id>', 'as the list shows it')
    .option('--key <key>', 'hid:PATH, udp:PORT:REPLYPORT or practice; needed where several are plugged in')
    .addOption(new Option('--pin-stdin', 'read the PIN from the first line of stdin'))
    .action((options: FinishOptions, command: Command) =>
      withCore(command, { key: options.key, recover: true }, session => finish(session, options)),
    );
  enrollments
    .command('discard')
    .description('forget one; the key and Microsoft Entra ID stay as they are')
    .requiredOption('--id <id>', 'as the list shows it')
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
      ? ['No enrollment is unfinished.']
      : listTable(
          HEADINGS,
          enrollments.map(entry => rowOf(entry, otherTenant(entry.tenant))),
        ),
  );
}

const HEADINGS = ['User', 'State', 'Started', 'Id', 'Error'];

function rowOf(
  { enrollmentId, startedAt, userPrincipalName, error, ...known }: Unfinished,
  other: string | undefined,
): string[] {
  const why = error ? wordsFor(error).message : '';
  const user = other === undefined ? userPrincipalName : `${userPrincipalName} in ${other}`;
  return [user, unfinishedWords(known), startedAt, enrollmentId, why];
}
