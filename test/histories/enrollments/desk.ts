import { toFailure } from '../../../src/contract/errors/failure.ts';
import { killSwitch } from '../killSwitch.ts';
import type { Answer } from '../messages.ts';
import { type DeskCore, openDeskCore, Refusal } from './deskCore.ts';
import type { EnrollingQuestion } from './messages.ts';

/** A desk with the whole core and software keys, as a process of its own. The runner tells it what to do, and when to end itself. */
const kill = killSwitch();
let desk: DeskCore | undefined;

async function answer(question: EnrollingQuestion): Promise<string | undefined> {
  if (question.ask === 'open') {
    desk = await openDeskCore(question);
    return undefined;
  }
  if (desk === undefined) throw new Error('no desk is open');
  if (question.ask === 'settle') return desk.settle();
  if (question.ask === 'close') {
    await desk.close();
    desk = undefined;
    return undefined;
  }
  if (question.killAt !== undefined) kill.at(question.killAt);
  try {
    return await desk.perform(question);
  } finally {
    kill.never();
  }
}

function refused(n: number, error: unknown): Answer {
  const detail = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
  if (error instanceof Refusal) return { n, code: error.code, detail };
  // An error of a procedure carries Keydesk's own.
  const told = (error as { data?: { code?: unknown } }).data?.code;
  return { n, code: typeof told === 'string' ? told : toFailure(error).code, detail };
}

process.on('message', ({ n, question }: { n: number; question: EnrollingQuestion }) => {
  void answer(question).then(
    value => process.send?.({ n, value } satisfies Answer),
    (error: unknown) => process.send?.(refused(n, error)),
  );
});
process.on('disconnect', () => process.exit());
