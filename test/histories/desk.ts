import { answerOf, type DeskParts, openDeskParts, perform } from './deskParts.ts';
import { killSwitch } from './killSwitch.ts';
import type { Answer, Question } from './messages.ts';

/** A desk as a process of its own. The runner tells it what to do, and when to end itself. */
const kill = killSwitch();

const RealDate = Date;

/** Sets the clock of this desk. @param offset in ms */
function setClock(offset: number): void {
  const now = () => RealDate.now() + offset;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) => (args.length === 0 ? new target(now()) : Reflect.construct(target, args)),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}

let desk: DeskParts | undefined;

async function answer(question: Question): Promise<string | undefined> {
  if (question.ask === 'open') {
    setClock(question.clock);
    desk = await openDeskParts(question.folder, true);
    return undefined;
  }
  if (desk === undefined) throw new Error('no desk is open');
  if (question.ask === 'close') {
    await desk.close();
    desk = undefined;
    return undefined;
  }
  if (question.ask === 'do' && question.killAt !== undefined) kill.at(question.killAt);
  try {
    return await perform(desk, question);
  } finally {
    kill.never();
  }
}

process.on('message', ({ n, question }: { n: number; question: Question }) => {
  void answer(question).then(
    value => reply({ n, value }),
    (error: unknown) => reply(answerOf(n, error)),
  );
});
process.on('disconnect', () => process.exit());

function reply(message: Answer): void {
  process.send?.(message);
}
