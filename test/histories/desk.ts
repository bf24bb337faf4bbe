import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { toFailure } from '../../src/contract/errors/failure.ts';
import { openRecord } from '../../src/main/app/record/openRecord.ts';
import { sharedTables } from '../../src/main/app/record/sharedTables.ts';
import { osUser } from '../../src/main/base/actor.ts';
import { registerInstance } from '../../src/main/base/store/instance.ts';
import { createEngineHost, hasWork } from '../../src/main/features/workflows/engineHost.ts';
import { openActivity } from '../../src/main/services/activity/activityLog.ts';
import type { Vault } from '../../src/main/services/auth/vault.ts';
import { openSharedRecord } from '../../src/main/services/record/sharedRecord.ts';
import { installKillPoints } from './killPoints.ts';
import type { Answer, Question } from './messages.ts';
import { actors, operations, Refused } from './operations.ts';

/**
 * A desk as a process of its own: the store, the shared record, the activity log and the engine of workflows of one data folder, as the core opens them.
 * The runner tells it what to do, and when to end itself.
 */
const kill = installKillPoints();
const RealDate = Date;

/** Sets the clock of this desk. @param offset in ms */
function setClock(offset: number): void {
  const now = () => RealDate.now() + offset;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) => (args.length === 0 ? new target(now()) : Reflect.construct(target, args)),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}

type Desk = Awaited<ReturnType<typeof open>>;
let desk: Desk | undefined;

async function open(folder: string, clock: number) {
  setClock(clock);
  const log = (message: string) => {
    if (process.env.KEYDESK_HISTORY_LOG !== undefined) process.stderr.write(`${folder}: ${message}\n`);
  };
  const store = openRecord(folder, { log });
  // The password comes from PostgreSQL's password file.
  const vault = { read: async () => undefined } as unknown as Vault;
  const record = openSharedRecord({ folder, store, vault, names: sharedTables, log });
  const id = record.state()?.desk ?? '';
  const instance = registerInstance(folder, log, { desk: id, isAlive: record.isAlive });
  const activity = openActivity({ folder, store, osUser: osUser(), log });
  const engine = createEngineHost({ folder, store, bind: () => actors, onDone: activity.note, log });
  const { database } = store;
  const parts = { database, instance, engine, activity: activity.of({ id: null, signedIn: () => null }) };
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true, timeout: 5000 });
  const waiting = () => Number(sqlite.prepare('SELECT count(*) AS n FROM activity_waiting').get()?.n);
  return {
    parts,
    store,
    record,
    settle: async () => {
      for (let tries = 0; tries < 200; tries++) {
        await record.look();
        const { isReachable = false, trouble } = record.sight ?? {};
        if (isReachable) {
          // To start a thread takes longer than to look whether it has work.
          if (await hasWork(store.database)) await engine.attend();
          await activity.written();
          if (waiting() === 0) return '';
        } else if (toFailure(trouble).code === 'record-rewound') return 'record-rewound';
        await sleep(20);
      }
      throw record.sight?.trouble ?? new Error(`${waiting()} entries of the log wait for ever`);
    },
    close: async () => {
      await engine.close();
      await activity.close().catch(() => undefined);
      await record.close();
      sqlite.close();
      await store.close();
      instance.close();
    },
  };
}

async function answer(question: Question): Promise<string | undefined> {
  if (question.ask === 'open') {
    desk = await open(question.folder, question.clock);
    return undefined;
  }
  if (desk === undefined) throw new Error('no desk is open');
  if (question.ask === 'settle') return desk.settle();
  if (question.ask === 'bringBack') throw new Error('not yet');
  if (question.ask === 'close') {
    await desk.close();
    desk = undefined;
    return undefined;
  }
  const { operation, killAt } = question;
  if (killAt !== undefined) kill.arm(killAt);
  try {
    return await operations[operation](desk.parts, question);
  } finally {
    kill.disarm();
  }
}

process.on('message', ({ n, question }: { n: number; question: Question }) => {
  void answer(question).then(
    value => reply({ n, value }),
    (error: unknown) =>
      reply({
        n,
        code: error instanceof Refused ? 'refused' : toFailure(error).code,
        detail: error instanceof Error ? `${error.message}\n${error.stack}` : String(error),
      }),
  );
});
process.on('disconnect', () => process.exit());

function reply(message: Answer): void {
  process.send?.(message);
}
