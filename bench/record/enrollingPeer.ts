/** One of many desks on a record, in a process of its own: it gives users keys, and notes how long the record takes and when it sees a change. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import pg from 'pg';
import type { Contract } from '../../src/contract/contract.ts';
import { type Core, startCore } from '../../src/main/app/core.ts';
import { hidSource } from '../../src/main/services/keys/hidSource.ts';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { testServices } from '../../test/main/app/shellServices.ts';
import { createBus, hostHere } from '../../test/main/services/keys/hostHere.ts';
import { answerQuestions } from '../peer.ts';

export type EnrollingQuestion =
  | {
      readonly step: 'open';
      readonly folder: string;
      readonly name: string;
      readonly url: string;
      /** Whether this desk makes the record. */
      readonly isFirst: boolean;
      readonly graph: { readonly graphUrl: string; readonly token: string };
    }
  | {
      readonly step: 'enroll';
      readonly users: readonly string[];
      /** How long each enrollment and the time until the next one take together, in ms. */
      readonly pace: number;
      /** How long to wait before the first one, in ms. */
      readonly delay: number;
    }
  | { readonly step: 'close' }
  /** Asks for what the desk noted since it was opened. */
  | { readonly step: 'tell' };

export interface EnrollingAnswer {
  /** How long each transaction in the record took, from its request to the answer to its COMMIT, in ms. */
  readonly transactions: number[];
  /** How long each enrollment took, in ms. */
  readonly enrollments: number[];
  /** When this desk had each revision, in ms since 1970. */
  readonly seen: ReadonlyMap<number, number>;
  /** The codes of enrollments that failed. */
  readonly failures: string[];
}

const LOOK = 10;
const none = async () => null;

const bus = createBus();
const transactions: number[] = [];
watchTransactions();

let core: Core | undefined;
let noted: EnrollingAnswer & { readonly end: () => void };

answerQuestions<EnrollingQuestion, EnrollingAnswer | null>(async question => {
  if (question.step === 'open') await open(question);
  else if (question.step === 'enroll') await enroll(question);
  else if (question.step === 'tell')
    return { transactions, enrollments: noted.enrollments, seen: noted.seen, failures: noted.failures };
  else await close();
  return null;
});

async function close(): Promise<void> {
  noted.end();
  await core?.close();
}

async function open({ isFirst, name, url, graph, folder }: Extract<EnrollingQuestion, { step: 'open' }>) {
  const start = () =>
    startCore({
      dataFolder: folder,
      practice: false,
      graph: { ...graph, version: 'v1.0' },
      services: {
        ...testServices(),
        spawnKeyHost: () => hostHere({ hid: async () => hidSource(bus), udp: none, practice: none }),
      },
    });
  core = await start();
  const { record } = createRouterClient(core.router);
  await (isFirst ? record.create({ url, name }) : record.join({ url, name }));
  await core.close();
  core = await start();
  await core.recovered;
  transactions.length = 0;
  noted = note(folder);
}

/** Begins to note when the desk sees revisions. */
function note(folder: string): typeof noted {
  const seen = new Map<number, number>();
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true, timeout: 5000 });
  const revision = sqlite.prepare('SELECT revision FROM record_mirror');
  let last = Number(revision.get()?.revision);
  const watch = setInterval(() => {
    const now = Number(revision.get()?.revision);
    while (last < now) seen.set(++last, Date.now());
  }, LOOK);
  const end = () => {
    clearInterval(watch);
    sqlite.close();
  };
  return { transactions, enrollments: [], seen, failures: [], end };
}

async function enroll({ users, pace, delay }: Extract<EnrollingQuestion, { step: 'enroll' }>): Promise<void> {
  if (core === undefined) throw new Error('the desk is not open');
  const client = createRouterClient(core.router);
  const began = performance.now();
  for (const [i, user] of users.entries()) {
    await sleep(Math.max(0, delay + i * pace - (performance.now() - began)));
    const keyId = await plugNew(client, i);
    const start = performance.now();
    const events = await client.enrollment.start({
      user,
      keyId,
      pin: { kind: 'given', pin: '739164' },
      interactive: false,
    });
    for await (const event of events) if (event.type === 'failed') noted.failures.push(event.failure.error.code);
    noted.enrollments.push(performance.now() - start);
  }
}

/** Takes the former key out, and plugs in a new one. */
async function plugNew(client: ContractRouterClient<Contract>, n: number): Promise<string> {
  const key = await createSoftwareKey({ profile: 'full' });
  const path = `/dev/hidraw${n}`;
  bus.plugged.clear();
  bus.plug(path, key, { product: 'Key', serialNumber: `${process.pid}${String(n).padStart(4, '0')}` });
  bus.event();
  for await (const listed of await client.keys.watch()) if (listed.some(({ id }) => id === `hid:${path}`)) break;
  return `hid:${path}`;
}

/** Notes the time of each transaction. A connection has one at a time. */
function watchTransactions(): void {
  const { query } = pg.Client.prototype;
  const begun = new WeakMap<pg.Client, number>();
  const isOf = (asked: unknown, part: string) => {
    const text = typeof asked === 'string' ? asked : (asked as { text?: string }).text;
    return text?.includes(part) === true;
  };
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    if (isOf(args[0], 'pg_advisory_xact_lock')) begun.set(this, performance.now());
    const answer: unknown = Reflect.apply(query, this, args);
    const since = begun.get(this);
    if (isOf(args[0], '; COMMIT') && since !== undefined && answer instanceof Promise) {
      void answer.then(() => transactions.push(performance.now() - since)).catch(() => undefined);
    }
    return answer;
  } as typeof query;
}
