import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startTcpProxy, type TcpProxy } from '../tcpProxy.ts';
import type { DeskHandle, DeskSource } from './deskHandle.ts';
import { aimAt, type OpenGround } from './ground.ts';
import { type HistoryServer, openServer } from './historyServer.ts';
import { DESKS, type Plan, type Step } from './plan.ts';
import { mountDisk, type SmallDisk } from './smallDisk.ts';
import type { Tally } from './tally.ts';

/** The disk of a desk, in bytes. Its data takes about half of it. */
const DISK = 3 * 1024 * 1024;

/** One operation of a desk, and what the desk was told. */
export interface Operation {
  readonly id: string;
  readonly desk: number;
  readonly name: Step['operation'];
  end: 'open' | 'done' | 'refused' | 'unknown';
  code?: string | undefined;
  value?: string | undefined;
  /** Whether the desk's own rows of it may be lost: its data folder is older. */
  isForgotten: boolean;
}

/** What a history left, for the checker, which knows nothing of how it came about. */
export interface Left {
  readonly operations: readonly Operation[];
  /** The data folders of the desks, which are closed. */
  readonly folders: readonly string[];
  readonly port: number;
  readonly database: string;
  /** Whether the record lost transactions that it had committed, and desks brought them back. */
  readonly isLossy: boolean;
  /** How many rows could not be brought back, because other desks had recorded something else. */
  readonly leftOut: number;
  /** Whether the desks ran their workflows. */
  readonly hasEngine: boolean;
  /** What did not end as it must. */
  readonly wrong: readonly string[];
}

interface Place {
  readonly folder: string;
  readonly proxy: TcpProxy;
  readonly clock: number;
  process: DeskHandle;
}

export interface HistoryParts {
  readonly ground: OpenGround;
  /** Where desks come from. */
  readonly desks: DeskSource;
  readonly tally: Tally;
}

/** Runs the history of a plan, and hands what it left to `check` before everything is deleted. Returns what is wrong. */
export async function runHistory(
  plan: Plan,
  parts: HistoryParts,
  check: (left: Left) => Promise<string[]>,
): Promise<string[]> {
  const folder = join(parts.ground.folder, `run${plan.seed}-${process.hrtime.bigint()}`);
  mkdirSync(folder);
  const server = await openServer(plan, parts.ground);
  const history = new History(plan, parts, folder, server);
  try {
    await history.open();
    await history.run();
    const left = await history.end();
    return [...left.wrong, ...(await check(left))];
  } finally {
    await history.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

class History {
  readonly #plan: Plan;
  readonly #parts: HistoryParts;
  readonly #folder: string;
  readonly #server: HistoryServer;
  readonly #places: Place[] = [];
  readonly #operations: Operation[] = [];
  readonly #wrong: string[] = [];
  #leftOut = 0;
  #disk: SmallDisk | undefined;
  /** When the older copy of a data folder was made: the number of operations until then. */
  #copied: number | undefined;

  constructor(plan: Plan, parts: HistoryParts, folder: string, server: HistoryServer) {
    this.#plan = plan;
    this.#parts = parts;
    this.#folder = folder;
    this.#server = server;
  }

  async open(): Promise<void> {
    const { port, database } = this.#server;
    for (let n = 0; n < DESKS; n++) {
      const proxy = await startTcpProxy(port);
      const folder = join(this.#folder, `desk${n}`);
      if (n === 0 && this.#plan.kind === 'disk') this.#disk = mountDisk(folder, DISK);
      this.#parts.ground.desk(n, folder, proxy.port, database);
      this.#places.push({ folder, proxy, clock: this.#plan.desks[n]?.clock ?? 0, process: this.#parts.desks.take() });
    }
    await Promise.all(this.#places.map(place => this.#start(place)));
  }

  async run(): Promise<void> {
    await Promise.all(this.#plan.desks.map(({ steps }, n) => this.#work(n, steps)));
  }

  async #work(n: number, steps: readonly Step[]): Promise<void> {
    for (const [at, step] of steps.entries()) {
      if (n === 0) await this.#before(at);
      if (step.fault.name === 'event') await this.#event(steps.slice(at));
      await this.#step(n, step);
    }
  }

  async #step(n: number, step: Step): Promise<void> {
    const place = this.#place(n);
    const { id, operation: name, user, item, fault } = step;
    const operation: Operation = { id, desk: n, name, end: 'open', isForgotten: false };
    this.#operations.push(operation);
    const { proxy } = place;
    const lost = proxy.lost;
    if (fault.name === 'cut-to-server') proxy.cutAt('to-server', fault.at);
    if (fault.name === 'cut-to-client') proxy.cutAt('to-client', fault.at);
    if (fault.name === 'away') {
      proxy.cut();
      setTimeout(() => proxy.mend(), fault.time);
    }
    const killAt = fault.name === 'kill' ? fault.at : undefined;
    const { code, value, detail } = await place.process.ask({ ask: 'do', operation: name, id, user, item, killAt });
    operation.code = code;
    operation.value = value;
    operation.end = endOf(name, code);
    if (code === 'internal' || code === 'hangs') this.#wrong.push(`${name} ${id} ended with ${code}: ${detail ?? ''}`);
    if (fault.name === 'kill') {
      this.#parts.tally.add('kill', !place.process.isAlive);
      const moment = place.process.killedAt;
      if (moment !== undefined) this.#parts.tally.add(`kill ${moment}`, true);
    }
    if (fault.name.startsWith('cut')) this.#parts.tally.add(fault.name, proxy.lost > lost);
    if (fault.name === 'away' || fault.name === 'restart') this.#parts.tally.add(fault.name, true);
    this.#parts.tally.add(`operation ${name}`, operation.end === 'done');
    if (!place.process.isAlive || fault.name === 'restart') await this.#restart(place);
  }

  /** What the kind of the history needs before its event. */
  async #before(at: number): Promise<void> {
    if (this.#plan.kind === 'backup' && at === 1) {
      const place = this.#place(0);
      await this.#stop(place);
      cpSync(place.folder, `${place.folder}-copy`, { recursive: true });
      this.#copied = this.#operations.length;
      await this.#start(place);
    }
    await this.#server.before(at);
  }

  async #event(rest: readonly Step[]): Promise<void> {
    const { kind } = this.#plan;
    this.#parts.tally.add(`event ${kind}`, true);
    const place = this.#place(0);
    if (kind === 'backup') {
      await place.process.kill();
      rmSync(place.folder, { recursive: true });
      cpSync(`${place.folder}-copy`, place.folder, { recursive: true });
      for (const operation of this.#operations.slice(this.#copied))
        if (operation.desk === 0) operation.isForgotten = true;
      await this.#restart(place);
    }
    this.#disk?.fill(this.#plan.free);
    if (kind === 'twins') await this.#addTwin(place, rest);
    const port = await this.#server.event();
    for (const { proxy } of this.#places) proxy.aim(port);
  }

  /** Copies a data folder to a second computer, which goes on with it as the first does. */
  async #addTwin({ folder, clock }: Place, steps: readonly Step[]): Promise<void> {
    const place = this.#place(0);
    await this.#stop(place);
    const proxy = await startTcpProxy(this.#server.port);
    const twin = { folder: `${folder}-twin`, proxy, clock, process: this.#parts.desks.take() };
    cpSync(folder, twin.folder, { recursive: true });
    aimAt(twin.folder, proxy.port, this.#server.database);
    const n = this.#places.push(twin) - 1;
    await Promise.all([this.#start(place), this.#start(twin)]);
    for (const operation of [...this.#operations]) {
      // Both folders have the rows of what was before. The checker looks into one.
      if (operation.desk === 0) operation.isForgotten = true;
    }
    this.#twin = (async () => {
      for (const step of steps)
        await this.#step(n, { ...step, id: step.id.replace(/-0000-4/, '-0001-4'), fault: { name: 'none' } });
    })();
  }
  #twin: Promise<void> | undefined;

  #place(n: number): Place {
    const place = this.#places[n];
    if (place === undefined) throw new Error(`no desk ${n}`);
    return place;
  }

  async #start(place: Place): Promise<void> {
    const { code, detail } = await place.process.ask({
      ask: 'open',
      folder: place.folder,
      clock: place.clock,
      port: place.proxy.port,
    });
    const isFull = this.#plan.kind === 'disk' && place === this.#places[0];
    if (code !== undefined && !isFull) this.#wrong.push(`a desk could not be opened: ${code} ${detail ?? ''}`);
  }

  async #stop(place: Place): Promise<void> {
    const { code, detail } = await place.process.ask({ ask: 'close' });
    if (code === undefined) return;
    if (code !== 'killed') this.#wrong.push(`a desk could not be closed: ${code} ${detail ?? ''}`);
    await place.process.kill();
    place.process = this.#parts.desks.take();
  }

  async #restart(place: Place): Promise<void> {
    if (place.process.isAlive) await this.#stop(place);
    else place.process = this.#parts.desks.take();
    await this.#start(place);
  }

  /** Mends everything, lets all desks come to rest, and closes them. */
  async end(): Promise<Left> {
    await this.#twin;
    this.#disk?.empty();
    await this.#server.mend();
    for (const { proxy } of this.#places) {
      proxy.cutAt('to-server', Number.POSITIVE_INFINITY);
      proxy.cutAt('to-client', Number.POSITIVE_INFINITY);
      proxy.mend();
    }
    // What one desk brings in its turn, the others see in the next.
    for (let round = 0; round < 2; round++) for (const place of this.#places) await this.#settle(place);
    await Promise.all(this.#places.map(place => place.process.ask({ ask: 'settle' })));
    for (const place of this.#places) await this.#stop(place);
    // A process may still have something open on a disk that goes.
    for (const { process } of this.#places) if (this.#disk === undefined) this.#parts.desks.give(process);
    const { port, database } = this.#server;
    // The checker opens the files afterwards.
    const folders = this.#places.map(({ folder }) => folder);
    return {
      operations: this.#operations,
      folders,
      port,
      database,
      isLossy: this.#plan.kind === 'lossy',
      leftOut: this.#leftOut,
      hasEngine: this.#plan.kind !== 'quick',
      wrong: this.#wrong,
    };
  }

  async #settle(place: Place): Promise<void> {
    for (let tries = 0; tries < 3; tries++) {
      const { code, value, detail } = await place.process.ask({ ask: 'settle' });
      if (code !== undefined) {
        this.#wrong.push(`a desk does not come to rest: ${code} ${detail ?? ''}`);
        return;
      }
      if (value === '') return;
      const brought = await place.process.ask({ ask: 'bringBack' });
      if (brought.code !== undefined) {
        this.#wrong.push(`a desk could not bring back what it had: ${brought.code} ${brought.detail ?? ''}`);
        return;
      }
      this.#parts.tally.add('brought back', true);
      const leftOut = Number(brought.value);
      this.#leftOut += leftOut;
      if (leftOut > 0) this.#parts.tally.add('brought back in part', true);
    }
  }

  async close(): Promise<void> {
    for (const { proxy, process } of this.#places) {
      if (this.#disk !== undefined) await process.kill();
      await proxy.close();
    }
    this.#disk?.close();
  }
}

function endOf(name: Step['operation'], code: string | undefined): Operation['end'] {
  if (code === undefined) return 'done';
  // A write is recorded, and only the copy of the desk waits for room. Some operations write twice.
  if (code === 'record-uncopied') return name === 'activate' || name === 'lost' ? 'done' : 'unknown';
  return code === 'record-unconfirmed' || code === 'killed' || code === 'hangs' ? 'unknown' : 'refused';
}
