import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { toFailure } from '../../src/contract/errors/failure.ts';
import { migrations } from '../../src/main/app/record/migrations.ts';
import { openRecord } from '../../src/main/app/record/openRecord.ts';
import { derivedTables, sharedTables } from '../../src/main/app/record/sharedTables.ts';
import { osUser } from '../../src/main/base/actor.ts';
import { registerInstance } from '../../src/main/base/store/instance.ts';
import { bringBack } from '../../src/main/features/record/bringBack.ts';
import { createEngineHost, hasWork } from '../../src/main/features/workflows/engineHost.ts';
import { openActivity } from '../../src/main/services/activity/activityLog.ts';
import { openLeader } from '../../src/main/services/record/leader.ts';
import type { RecordMeans } from '../../src/main/services/record/means.ts';
import { openSharedRecord } from '../../src/main/services/record/sharedRecord.ts';
import type { Answer, Question } from './messages.ts';
import { actors, operations, Refused } from './operations.ts';

/** The store, the shared record, the activity log and the engine of workflows of one data folder, as the core opens them. */
export type DeskParts = Awaited<ReturnType<typeof openDeskParts>>;

/** @param hasEngine whether this desk runs workflows. Their thread takes longer to start than a history in one process */
export async function openDeskParts(folder: string, hasEngine: boolean) {
  const log = (message: string) => {
    if (process.env.KEYDESK_HISTORY_LOG !== undefined) process.stderr.write(`${folder}: ${message}\n`);
  };
  const store = openRecord(folder, { log });
  // The password comes from PostgreSQL's password file.
  const means: RecordMeans = {
    vault: { read: async () => undefined },
    // None is asked for a token.
    signIns: {} as RecordMeans['signIns'],
    connection: () => undefined,
    roots: () => [],
  };
  const record = await openSharedRecord({ folder, store, means, names: sharedTables, log });
  const id = record.state()?.desk ?? '';
  const instance = registerInstance(folder, log, {
    desk: id,
    isAlive: record.isAlive,
    isPresent: record.isPresent,
    mayLead: record.mayLead,
  });
  const activity = openActivity({ folder, store, osUser: osUser(), log });
  const leader = openLeader('workflows', { database: store.database, instance, fitness: () => 0 });
  const engine = createEngineHost({ folder, store, leader, bind: () => actors, onDone: activity.note, log });
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true, timeout: 5000 });
  const waiting = () => Number(sqlite.prepare('SELECT count(*) AS n FROM activity_waiting').get()?.n);
  return {
    operation: {
      database: store.database,
      instance,
      engine: hasEngine ? engine : undefined,
      activity: activity.of({ id: null, signedIn: () => null }),
    },
    record,
    activity,
    bringBack: async () => {
      const tables = store.recordTables(sharedTables);
      const file = join(folder, 'keydesk.db');
      const { refused } = await bringBack({ record, means, file, store, tables, migrations, derived: derivedTables });
      return String(refused);
    },
    settle: async () => {
      for (let tries = 0; tries < 300; tries++) {
        await record.look();
        const { isReachable = false, trouble } = record.sight ?? {};
        if (isReachable) {
          // To start a thread takes longer than to look whether it has work.
          if (hasEngine && (await hasWork(store.database))) await engine.attend();
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

/** Does what the runner asks of an open desk, except for its beginning and its end. */
export function perform(parts: DeskParts, question: Question): Promise<string | undefined> {
  if (question.ask === 'settle') return parts.settle();
  if (question.ask === 'do') return operations[question.operation](parts.operation, question);
  if (question.ask === 'bringBack') return parts.bringBack();
  throw new Error(`a desk cannot ${question.ask}`);
}

export function answerOf(n: number, error: unknown): Answer {
  const code = error instanceof Refused ? 'refused' : toFailure(error).code;
  return { n, code, detail: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) };
}
