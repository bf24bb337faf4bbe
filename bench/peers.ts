/**
 * Opening a key, makeCredential with PIN, and getAssertion with PIN: Keydesk's CTAP layer beside libfido2 and python-fido2, with the same
 * software key over UDP. The key runs in a process of its own, and its time is part of all figures. For comparison, a whole enrollment with
 * journal, key host and a tenant over HTTP.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChannel } from '../src/ctap/hid/channel.ts';
import { KeySession } from '../src/ctap/session.ts';
import { udpSource } from '../src/main/services/keys/udpSource.ts';
import { freePort } from '../test/freePort.ts';
import {
  hasLibfido2,
  hasPython,
  keydeskSteps,
  libfido2Command,
  pythonFido2Command,
  runStep,
} from '../test/oracles/key/steps.ts';
import { openBenchDesk } from './desk.ts';
import { type Figure, median } from './figure.ts';
import type { KeyAnswer, KeyQuestion } from './keyPeer.ts';
import { startPeer } from './peer.ts';

/** The rounds of one turn, as many as those of the other clients. */
const ROUNDS = 20;
/** The clients take turns, so that other load on the machine affects all of them. */
const TURNS = 8;
const WARM_UP = 300;

/** The wall times of all rounds of a client, and its processor time, in ms. */
interface Times {
  readonly wall: number[];
  cpu: number;
}

export async function peerFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const replyPort = await freePort();
  const peer = startPeer<KeyQuestion, KeyAnswer>('keyPeer.ts');
  const { port } = await peer.ask({ replyPort });
  const ports = [String(port), String(replyPort)];
  const source = udpSource([`${port}:${replyPort}`]);
  const open = async () => openChannel(await source.open(`udp:${port}:${replyPort}`));
  const desk = await openBenchDesk();
  const libfido2 = hasLibfido2 ? await libfido2Command(folder) : undefined;
  const python = hasPython ? pythonFido2Command() : undefined;

  const first = await open();
  await keydeskSteps.setPin(await KeySession.open(first));
  await first.close();
  await times(WARM_UP, () => round(open));
  await times(WARM_UP, () => desk.enroll('http'));
  const [own, lib, py, whole] = [newTimes(), newTimes(), newTimes(), newTimes()];
  await times(TURNS, async () => {
    await ownTurn(own, () => round(open));
    if (libfido2 !== undefined) take(lib, await runStep(libfido2, 'timeRounds', ports));
    if (python !== undefined) take(py, await runStep(python, 'timeRounds', ports));
    await ownTurn(whole, () => desk.enroll('http'));
  });
  await desk.close();
  peer.close();
  rmSync(folder, { recursive: true, force: true });
  const beside = (name: string, { wall, cpu }: Times) => ({
    wall: { name, value: median(wall) },
    cpu: { name, value: cpu },
  });
  const [libfido, pythonFido] = [beside('libfido2', lib), beside('python-fido2', py)];
  const what = 'open, makeCredential, getAssertion';
  return [
    ...(libfido2 === undefined
      ? []
      : [
          { name: what, value: median(own.wall), unit: 'ms', floor: libfido.wall, goal: 0.6 },
          { name: `${what}, processor time`, value: own.cpu, unit: 'ms', floor: libfido.cpu, goal: 2 },
          {
            name: 'a whole enrollment, tenant over HTTP',
            value: median(whole.wall),
            unit: 'ms',
            floor: libfido.wall,
            goal: 1.5,
          },
        ]),
    ...(python === undefined ? [] : [{ name: what, value: median(own.wall), unit: 'ms', floor: pythonFido.wall }]),
  ];
}

async function round(open: () => ReturnType<typeof openChannel>): Promise<void> {
  const channel = await open();
  const session = await KeySession.open(channel);
  await keydeskSteps.make(session);
  await keydeskSteps.assert(session);
  session.close();
  await channel.close();
}

async function ownTurn(into: Times, work: () => Promise<unknown>): Promise<void> {
  const before = process.cpuUsage();
  await times(ROUNDS, async () => {
    const began = performance.now();
    await work();
    into.wall.push(performance.now() - began);
  });
  const { user, system } = process.cpuUsage(before);
  into.cpu += (user + system) / 1000;
}

/** Adds what another client has printed: a line for each round, then its processor time. */
function take(into: Times, printed: string): void {
  const lines = printed.trim().split('\n').map(Number);
  into.cpu += lines.pop() ?? 0;
  into.wall.push(...lines);
}

function newTimes(): Times {
  return { wall: [], cpu: 0 };
}

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i++) await work();
}
