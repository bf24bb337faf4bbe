import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type GraphSimulator, startGraphSimulator } from '../../../src/simulator/graph/server.ts';
import { startTcpProxy, type TcpProxy } from '../../tcpProxy.ts';
import type { DeskHandle, DeskSource } from '../deskHandle.ts';
import type { OpenGround } from '../ground.ts';
import { type HistoryServer, restarted, sharedServer } from '../historyServer.ts';
import type { Answer } from '../messages.ts';
import type { Tally } from '../tally.ts';
import { beginFault } from './faults.ts';
import type { EnrollingQuestion } from './messages.ts';
import type { EnrollingPlan, EnrollingStep } from './plan.ts';

/** One operation of a desk, and what the desk was told. */
interface Told extends Pick<EnrollingStep, 'operation' | 'user' | 'key'> {
  readonly desk: number;
  readonly code: string | undefined;
  readonly value: string | undefined;
}

/** What a history left, for the checker, which knows nothing of how it came about. */
export interface EnrollingLeft {
  readonly operations: readonly Told[];
  /** The data folders of the desks, which are closed. */
  readonly folders: readonly string[];
  readonly port: number;
  readonly database: string;
  /** The passkeys of the tenant. */
  readonly methods: readonly { readonly userId: string; readonly credentialId: string }[];
  /** The object ids of the tenant's users. */
  readonly users: ReadonlySet<string>;
  /** Counts what is not wrong, and worth knowing. */
  note(what: string): void;
}

export interface Place {
  readonly folder: string;
  readonly proxy: TcpProxy;
  process: DeskHandle<EnrollingQuestion>;
}

export interface EnrollingParts {
  readonly ground: OpenGround;
  readonly desks: DeskSource<EnrollingQuestion>;
  readonly tally: Tally;
}

/** How many users the tenant has. The plan uses the first of them. */
const USERS = 5;
/** How often desks get their turn until nothing changes any more. */
const ROUNDS = 6;

/** Runs the history of a plan, and hands what it left to `check` before everything is deleted. Returns what is wrong. */
export async function runEnrollments(
  plan: EnrollingPlan,
  parts: EnrollingParts,
  check: (left: EnrollingLeft) => Promise<string[]>,
): Promise<string[]> {
  const folder = join(parts.ground.folder, `enrollments${plan.seed}-${process.hrtime.bigint()}`);
  mkdirSync(folder);
  const hasOwnServer = plan.desks.flat().some(({ fault }) => fault.name === 'server');
  const server = await (hasOwnServer ? restarted(parts.ground) : sharedServer(plan.seed, parts.ground));
  const graph = await startGraphSimulator({ users: USERS });
  const history = new EnrollingHistory(plan, parts, { folder, server, graph });
  try {
    await history.open();
    await history.run();
    const left = await history.end();
    return [...history.wrong, ...(await check(left))];
  } finally {
    await history.close();
    await graph.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ground {
  readonly folder: string;
  readonly server: HistoryServer;
  readonly graph: GraphSimulator;
}

class EnrollingHistory {
  readonly wrong: string[] = [];
  readonly #plan: EnrollingPlan;
  readonly #parts: EnrollingParts;
  readonly #ground: Ground;
  readonly #places: Place[] = [];
  readonly #operations: Told[] = [];
  /** A key is at one desk at a time. */
  readonly #keys = new Map<number, Promise<unknown>>();

  constructor(plan: EnrollingPlan, parts: EnrollingParts, ground: Ground) {
    this.#plan = plan;
    this.#parts = parts;
    this.#ground = ground;
  }

  async open(): Promise<void> {
    const { folder: root, server } = this.#ground;
    for (const n of this.#plan.desks.keys()) {
      const proxy = await startTcpProxy(server.port);
      const folder = join(root, `desk${n}`);
      this.#parts.ground.desk(n, folder, proxy.port, server.database);
      this.#places.push({ folder, proxy, process: this.#parts.desks.take() });
    }
    await Promise.all(this.#places.map(place => this.#start(place)));
  }

  async run(): Promise<void> {
    await Promise.all(
      this.#plan.desks.map(async (steps, n) => {
        const place = this.#places[n];
        if (place === undefined) return;
        for (const step of steps) await this.#step(n, place, step);
      }),
    );
  }

  async #step(n: number, place: Place, step: EnrollingStep): Promise<void> {
    const { operation, user, key, fault } = step;
    const { graph, server } = this.#ground;
    const { tally } = this.#parts;
    const { code, value, detail } = await this.#withKey(key, async () => {
      const end = beginFault(step, { place, graph, server });
      const answer = await place.process.ask({
        ask: 'do',
        operation,
        user: `user${user}@contoso.example`,
        key: {
          stateFile: join(this.#ground.folder, `key${key}.json`),
          serial: key % 2 === 0 ? `SN${key}` : `KD-2804${key}`,
        },
        killAt: fault.name === 'kill' ? fault.at : undefined,
      });
      tally.add(`fault ${fault.name}`, await end());
      return answer;
    });
    this.#operations.push({ desk: n, operation, user, key, code, value });
    this.#tell(`desk ${n}: ${JSON.stringify(step)} ${code ?? 'done'} ${value ?? ''}`);
    tally.add(`operation ${operation}`, code === undefined);
    if (code !== undefined) tally.add(`${operation} ended with ${code}`, true);
    if (code === 'internal' || code === 'hangs') this.wrong.push(`${operation} ended with ${code}: ${detail ?? ''}`);
    if (!place.process.isAlive || code === 'hangs' || fault.name === 'restart') await this.#restart(place);
  }

  async #withKey(key: number, work: () => Promise<Answer>): Promise<Answer> {
    const before = this.#keys.get(key);
    const mine = (async () => {
      await before;
      return work();
    })();
    this.#keys.set(
      key,
      mine.catch(() => undefined),
    );
    return mine;
  }

  async #start(place: Place): Promise<void> {
    const { url: graphUrl, token } = this.#ground.graph;
    const { code, detail } = await place.process.ask({ ask: 'open', folder: place.folder, graph: { graphUrl, token } });
    if (code !== undefined) this.wrong.push(`a desk could not be opened: ${code} ${detail ?? ''}`);
  }

  async #stop(place: Place): Promise<void> {
    const { code, detail } = await place.process.ask({ ask: 'close' });
    if (code === undefined) return;
    if (code !== 'killed') this.wrong.push(`a desk could not be closed: ${code} ${detail ?? ''}`);
    await place.process.kill();
    place.process = this.#parts.desks.take();
  }

  async #restart(place: Place): Promise<void> {
    if (place.process.isAlive) await this.#stop(place);
    else place.process = this.#parts.desks.take();
    await this.#start(place);
  }

  /** Mends everything, starts all desks again, lets them come to rest, and closes them. */
  async end(): Promise<EnrollingLeft> {
    const { server, graph } = this.#ground;
    const { seed, sabotage } = this.#plan;
    // Some desks end while the record is away. Others are still there when it is back.
    const endsFirst = sabotage === 'forgotten' || seed % 2 === 0;
    if (endsFirst) for (const place of this.#places) await this.#stop(place);
    await server.mend();
    graph.faults.clear();
    for (const { proxy } of this.#places) {
      proxy.cutAt('to-server', Number.POSITIVE_INFINITY);
      proxy.cutAt('to-client', Number.POSITIVE_INFINITY);
      proxy.mend();
    }
    if (!endsFirst) for (const place of this.#places) await this.#stop(place);
    if (sabotage === 'forgotten') for (const { folder } of this.#places) forget(folder);
    await Promise.all(this.#places.map(place => this.#start(place)));
    await this.#settle();
    for (const place of this.#places) await this.#stop(place);
    for (const { process } of this.#places) this.#parts.desks.give(process);
    if (sabotage === 'deleted') graph.state.methods.shift();
    const { port, database } = server;
    return {
      operations: this.#operations,
      folders: this.#places.map(({ folder }) => folder),
      port,
      database,
      methods: graph.state.methods,
      users: new Set(Array.from({ length: USERS }, (_, n) => graph.tenant.idOf(n + 1))),
      note: what => this.#parts.tally.add(what, true),
    };
  }

  /** What one desk writes, the others see in the next round. */
  async #settle(): Promise<void> {
    let before: string | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      for (const { process } of this.#places) {
        const { code, detail } = await process.ask({ ask: 'settle' });
        if (code !== undefined) this.wrong.push(`a desk does not come to rest: ${code} ${detail ?? ''}`);
      }
      const now = this.#places.map(({ folder }) => revisionOf(folder)).join(' ');
      if (now === before && new Set(now.split(' ')).size === 1) return;
      before = now;
    }
    this.wrong.push(`the desks do not come to rest: ${before}`);
  }

  #tell(text: string): void {
    if (process.env.KEYDESK_HISTORY_LOG !== undefined) process.stderr.write(`${text}\n`);
  }

  async close(): Promise<void> {
    for (const { proxy } of this.#places) await proxy.close();
  }
}

/** Lets a desk forget its enrollments. */
function forget(folder: string): void {
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'));
  sqlite.exec('DELETE FROM journal');
  sqlite.close();
}

function revisionOf(folder: string): number {
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true, timeout: 5000 });
  const row = sqlite.prepare('SELECT revision FROM record_mirror').get();
  sqlite.close();
  return Number(row?.revision);
}
