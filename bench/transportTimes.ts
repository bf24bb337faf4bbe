/**
 * Measures one PING of 1024 bytes and one getInfo over UDP, to a key in another process and to one in this process,
 * compared with other hosts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getInfo } from '../src/ctap/ctap2/getInfo.ts';
import { type CtapHidChannel, openChannel } from '../src/ctap/hid/channel.ts';
import { udpSource } from '../src/main/services/keys/udpSource.ts';
import { createSoftwareKey } from '../src/simulator/key/softwareKey.ts';
import { freePort } from '../test/freePort.ts';
import { hasLibfido2, hasPython, libfido2Command, pythonFido2Command, runStep } from '../test/oracles/key/steps.ts';
import { type Figure, median } from './figure.ts';
import type { KeyAnswer, KeyQuestion } from './keyPeer.ts';
import { startPeer } from './peer.ts';

const CALLS = 300;
/** The hosts take turns, so that other load on the machine affects all of them. */
const TURNS = 5;
const PING = new Uint8Array(1024).fill(0x78);

type Call = 'timePing' | 'timeGetInfo';
const calls: Readonly<Record<Call, (channel: CtapHidChannel) => Promise<unknown>>> = {
  timePing: channel => channel.ping(PING),
  timeGetInfo: channel => getInfo(channel),
};

export async function transportTimeFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const replyPort = await freePort();
  const peer = startPeer<KeyQuestion, KeyAnswer>('keyPeer.ts');
  const { port } = await peer.ask({ replyPort });
  const ports = [String(port), String(replyPort)];
  const libfido2 = hasLibfido2 ? await libfido2Command(folder) : undefined;
  const python = hasPython ? pythonFido2Command() : undefined;
  const [source, key] = [udpSource([`${port}:${replyPort}`]), await createSoftwareKey({ profile: 'full' })];
  const overUdp = () => source.open(`udp:${port}:${replyPort}`);
  const here = async () => key.connect();
  const figures: Figure[] = [];
  for (const [call, name] of [
    ['timePing', 'PING of 1024 bytes'],
    ['timeGetInfo', 'getInfo'],
  ] as const) {
    const [udp, inProcess, lib, py]: [number[], number[], number[], number[]] = [[], [], [], []];
    for (let i = 0; i < TURNS; i++) {
      udp.push(await time(overUdp, calls[call]));
      inProcess.push(await time(here, calls[call]));
      // libfido2 has no call for a PING.
      if (libfido2 !== undefined && call === 'timeGetInfo') lib.push(Number(await runStep(libfido2, call, ports)));
      if (python !== undefined) py.push(Number(await runStep(python, call, ports)));
    }
    const value = median(udp);
    figures.push(
      { name: `${name}, in process`, value: median(inProcess), unit: 'µs' },
      { name: `${name}, UDP`, value, unit: 'µs', ...beside('python-fido2', py) },
      ...(lib.length === 0 ? [] : [{ name: `${name}, UDP`, value, unit: 'µs', ...beside('libfido2', lib) }]),
    );
  }
  peer.close();
  await key.close();
  rmSync(folder, { recursive: true, force: true });
  return figures;
}

function beside(name: string, times: readonly number[]): Pick<Figure, 'floor'> {
  return times.length === 0 ? {} : { floor: { name, value: median(times) } };
}

/** Returns the average time of one call, in microseconds. */
async function time(
  open: () => Promise<Parameters<typeof openChannel>[0]>,
  call: (channel: CtapHidChannel) => Promise<unknown>,
): Promise<number> {
  const channel = await openChannel(await open());
  const began = performance.now();
  for (let i = 0; i < CALLS; i++) await call(channel);
  const took = performance.now() - began;
  await channel.close();
  return (took / CALLS) * 1000;
}
