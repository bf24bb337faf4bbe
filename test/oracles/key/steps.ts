import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { permissions } from '../../../src/ctap/ctap2/clientPin.ts';
import { openChannel } from '../../../src/ctap/hid/channel.ts';
import { commands, parsePacket } from '../../../src/ctap/hid/packets.ts';
import { KeySession } from '../../../src/ctap/session.ts';
import { createSoftwareKey, type SoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../../src/simulator/key/udp.ts';
import { freePort } from '../../freePort.ts';

const run = promisify(execFile);
const PIN = '12345678';
const rpId = 'login.microsoft.com';
const clientDataHash = new Uint8Array(32).fill(7);

export const steps = ['open', 'setPin', 'make', 'assert', 'list'] as const;
export type Step = (typeof steps)[number];

/**
 * The cost of a step beyond opening the key: messages, and reports of 64 bytes in each direction without keep-alives.
 */
export interface Cost {
  readonly transactions: number;
  readonly out: number;
  readonly in: number;
}

export type Client = (step: Step, key: SoftwareKey) => Promise<unknown>;

export const hasLibfido2 = existsSync('/usr/include/fido.h') && existsSync('/usr/bin/gcc');
export const hasPython = existsSync('/usr/lib/python3/dist-packages/fido2/__init__.py');

/** Returns the command line of the libfido2 client. The caller appends a step and the two ports. */
export async function libfido2Command(folder: string): Promise<string[]> {
  const program = join(folder, 'libfido2_steps');
  await run('gcc', ['-Wall', '-Werror', '-o', program, join(import.meta.dirname, 'libfido2_steps.c'), '-lfido2']);
  return [program];
}

export function pythonFido2Command(): string[] {
  return ['/usr/bin/python3', join(import.meta.dirname, 'python_fido2_steps.py')];
}

/** Compiles the libfido2 client into `folder`. */
export async function libfido2(folder: string): Promise<Client> {
  const command = await libfido2Command(folder);
  return overUdp((step, ports) => runStep(command, step, ports));
}

export function pythonFido2(): Client {
  return overUdp((step, ports) => runStep(pythonFido2Command(), step, ports));
}

/** Runs one step of a client and returns its output. */
export async function runStep(command: readonly string[], step: string, ports: readonly string[]): Promise<string> {
  const [program = '', ...args] = command;
  return (await run(program, [...args, step, ...ports], { timeout: 30_000 })).stdout;
}

function overUdp(act: (step: Step, ports: [string, string]) => Promise<unknown>): Client {
  return async (step, key) => {
    const replyPort = await freePort();
    const udp = await serveUdp(key, { port: 0, replyPort });
    try {
      await act(step, [String(udp.port), String(replyPort)]);
    } finally {
      await udp.close();
    }
  };
}

/** Keydesk's own session as a client. */
export const keydesk: Client = async (step, key) => {
  const channel = await openChannel(key.connect());
  const session = await KeySession.open(channel);
  await keydeskSteps[step](session);
  await channel.close();
};

/** Each step by Keydesk's own session. */
export const keydeskSteps: Readonly<Record<Step, (session: KeySession) => Promise<unknown>>> = {
  open: async () => undefined,
  setPin: session => session.setPin(PIN),
  make: async session => {
    const request = {
      clientDataHash,
      rp: { id: rpId },
      user: { id: Uint8Array.of(1), name: 'user1' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      rk: true,
    };
    const token = await session.pinToken(PIN, { permissions: session.permissionsToCreate(request), rpId });
    return session.makeCredential(token, request);
  },
  assert: async session => {
    const token = await session.pinToken(PIN, { permissions: permissions.getAssertion, rpId });
    return session.getAssertion(token, { rpId, clientDataHash });
  },
  list: async session => {
    const management = await session.credentialManagement(PIN);
    for (const { rpIdHash } of await management.relyingParties()) await management.credentials(rpIdHash);
  },
};

/**
 * Returns the costs of all steps of one client on one new key, in order. Opens the key for each step, and subtracts
 * that cost.
 */
export async function costs(client: Client): Promise<Record<Step, Cost>> {
  const key = await createSoftwareKey({ profile: 'full' });
  const counted = counting(key);
  const result: Partial<Record<Step, Cost>> = {};
  for (const step of steps) {
    counted.reset();
    await client(step, counted.key);
    const { transactions, out, in: into } = counted.cost();
    const open = step === 'open' ? { transactions: 0, out: 0, in: 0 } : result.open;
    result[step] = {
      transactions: transactions - (open?.transactions ?? 0),
      out: out - (open?.out ?? 0),
      in: into - (open?.in ?? 0),
    };
  }
  await key.close();
  return result as Record<Step, Cost>;
}

/** Wraps the key and counts the reports on its transports. */
function counting(key: SoftwareKey): { key: SoftwareKey; reset(): void; cost(): Cost } {
  let [transactions, out, into] = [0, 0, 0];
  const connect: SoftwareKey['connect'] = () => {
    const transport = key.connect();
    return {
      ...transport,
      send: report => {
        out++;
        if (parsePacket(report)?.kind === 'init') transactions++;
        return transport.send(report);
      },
      onReport: listener =>
        transport.onReport(report => {
          const packet = parsePacket(report);
          if (packet?.kind !== 'init' || packet.command !== commands.KEEPALIVE) into++;
          listener(report);
        }),
    };
  };
  return {
    key: new Proxy(key, { get: (target, name) => (name === 'connect' ? connect : Reflect.get(target, name, target)) }),
    reset: () => {
      [transactions, out, into] = [0, 0, 0];
    },
    cost: () => ({ transactions, out, in: into }),
  };
}
