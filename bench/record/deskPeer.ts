/** A desk that makes or joins a record, in a process of its own, so that its memory is that of a desk alone. */
import { createRouterClient } from '@orpc/server';
import { startCore } from '../../src/main/app/core.ts';
import { testServices } from '../../test/main/app/shellServices.ts';
import { answerQuestions } from '../peer.ts';

export interface DeskQuestion {
  readonly folder: string;
  readonly step: 'create' | 'join';
  readonly url: string;
}
export interface DeskAnswer {
  /** In ms. */
  readonly ms: number;
  /** The memory of the process before, and the most meanwhile, in MB. */
  readonly before: number;
  readonly memory: number;
}

const MB = 1024 * 1024;

answerQuestions<DeskQuestion, DeskAnswer>(async ({ folder, step, url }) => {
  const core = await startCore({ dataFolder: folder, practice: false, services: testServices() });
  const { record } = createRouterClient(core.router);
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const began = performance.now();
  await (step === 'create' ? record.create({ url, name: 'First' }) : record.join({ url, name: 'Second' }));
  const ms = performance.now() - began;
  clearInterval(watch);
  await core.close();
  return { ms, before: before / MB, memory: peak / MB };
});
