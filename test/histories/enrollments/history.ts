import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGraphSimulator } from '../../../src/simulator/graph/server.ts';
import type { Postgres } from '../../postgres.ts';
import { startTcpProxy, type TcpProxy } from '../../tcpProxy.ts';
import { checkRecord, withSources } from '../check.ts';
import { type EnrollmentsLeft, type Promised, passkeyRules } from './check.ts';
import { type DeskAnswer, EnrollingDesk } from './deskProcess.ts';
import { DESKS, type EnrollmentPlan, type Fault, type Operation, type Step } from './plan.ts';

type Graph = Awaited<ReturnType<typeof startGraphSimulator>>;

interface Place {
  readonly desk: EnrollingDesk;
  readonly proxy: TcpProxy;
  readonly folder: string;
}

/** How a history ended: what is wrong, and how often each answer came. */
export interface Told {
  readonly wrong: readonly string[];
  readonly answers: Readonly<Record<string, number>>;
}

/** How long desks may take at the end until they have everything of each other, in ms. */
const SETTLING = 60_000;

/**
 * Runs one history: whole enrollments at desks that are processes, on one record, with one simulated tenant.
 * @param spoil Called before the check, to see that the checker notices
 */
export async function runEnrollments(
  plan: EnrollmentPlan,
  postgres: Postgres,
  spoil: (graph: Graph, database: string) => Promise<void> = async () => undefined,
): Promise<Told> {
  const home = mkdtempSync(join(tmpdir(), 'keydesk-enrollments-'));
  const graph = await startGraphSimulator({ users: 10 });
  const database = `e${process.hrtime.bigint()}`;
  const url = await postgres.database(database);
  const places: Place[] = [];
  try {
    for (let n = 0; n < DESKS; n++) {
      const folder = join(home, String(n));
      mkdirSync(folder, { mode: 0o700 });
      const place = { desk: new EnrollingDesk(), proxy: await startTcpProxy(postgres.port), folder };
      places.push(place);
      const own = url.replace(`:${postgres.port}/`, `:${place.proxy.port}/`);
      expectDone(await open(place, graph, { step: n === 0 ? 'create' : 'join', url: own, name: `Desk ${n}` }));
    }
    const answers: Record<string, number> = {};
    const promised: Promised[] = [];
    for (const round of plan) {
      await Promise.all(
        round.map(async (step, n) => {
          const place = places[n];
          if (place === undefined) return;
          const { methodId, code } = await carryOut(place, step, graph);
          const told = `${step.operation.name} ${code ?? 'done'}`;
          answers[told] = (answers[told] ?? 0) + 1;
          if (methodId !== undefined) promised.push({ desk: n, methodId });
        }),
      );
    }
    graph.faults.clear();
    const wrong = await settle(places, graph);
    await Promise.all(places.map(({ desk }) => desk.ask({ ask: 'close' })));
    await spoil(graph, database);
    const left: EnrollmentsLeft = { passkeys: graph.state.methods, promised };
    const folders = places.map(({ folder }) => folder);
    wrong.push(
      ...(await withSources({ port: postgres.port, database, folders }, async sources => [
        ...(await passkeyRules(sources, left)),
        ...(await checkRecord(sources)),
      ])),
    );
    return { wrong, answers };
  } finally {
    for (const { desk, proxy } of places) {
      await desk.kill();
      await proxy.close();
    }
    await graph.close();
    rmSync(home, { recursive: true, force: true });
  }
}

function expectDone({ code }: DeskAnswer): void {
  if (code !== undefined) throw new Error(`a desk could not be opened: ${code}`);
}

function open(
  { desk, folder }: Place,
  { url: graphUrl, token }: Graph,
  share?: { step: 'create' | 'join'; url: string; name: string },
): Promise<DeskAnswer> {
  return desk.ask({ ask: 'open', folder, graphUrl, token, ...(share === undefined ? {} : { share }) });
}

async function carryOut(place: Place, { operation, fault }: Step, graph: Graph): Promise<DeskAnswer> {
  const answer = place.desk.ask(questionOf(operation));
  await befall(place, fault, graph);
  const told = await answer;
  place.proxy.mend();
  if (fault.name === 'kill') {
    await place.desk.kill();
    expectDone(await open(place, graph));
  }
  return told;
}

function questionOf(operation: Operation) {
  switch (operation.name) {
    case 'enroll':
      return { ask: 'enroll', user: userOf(operation.user), serial: operation.serial } as const;
    case 'assign':
      return { ask: 'assign', user: userOf(operation.user) } as const;
    case 'lost':
      return { ask: 'lost', serial: operation.serial } as const;
  }
}

const userOf = (n: number) => `user${n + 1}@contoso.example`;

async function befall({ desk, proxy }: Place, fault: Fault, { faults }: Graph): Promise<void> {
  switch (fault.name) {
    case 'none':
      return;
    case 'kill':
      await sleep(fault.after);
      return desk.kill();
    case 'cut':
      return proxy.cutAt(fault.direction, fault.at);
    case 'away':
      await sleep(fault.after);
      proxy.cut();
      await sleep(fault.time);
      return proxy.mend();
    case 'tenant': {
      const request = { method: 'POST', path: 'fido2Methods' };
      return faults.add(
        fault.how === 'busy' ? { ...request, status: 503, retryAfter: 1 } : { ...request, cut: 'after-commit' },
      );
    }
  }
}

/** Starts all desks again, and waits until each has everything. Returns what is wrong if one does not get there. */
async function settle(places: readonly Place[], graph: Graph): Promise<string[]> {
  for (const place of places) {
    await place.desk.kill();
    expectDone(await open(place, graph));
  }
  const since = performance.now();
  for (;;) {
    const states: DeskAnswer[] = [];
    for (const { desk } of places) states.push(await desk.ask({ ask: 'state' }));
    if (states.every(({ isSettled }) => isSettled === true)) return [];
    if (performance.now() - since > SETTLING) return [`the desks do not settle: ${JSON.stringify(states)}`];
    await sleep(200);
  }
}
