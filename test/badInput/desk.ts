import { openChannel } from '../../src/ctap/hid/channel.ts';
import { KeySession } from '../../src/ctap/session.ts';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';

export const PIN = '271828';
export const USER = 'user1@contoso.example';

/** What a row of bad input prepares: a key and a tenant that Keydesk reaches from another process. */
export interface Arranged {
  readonly key: SoftwareKey;
  readonly graph: GraphSimulator;
  /** Advances the tenant's clock. */
  later(ms: number): void;
}

/** One tenant and one UDP address with an unused key for every row. */
export interface Stage {
  readonly graph: GraphSimulator;
  /** `PORT:REPLYPORT`. */
  readonly address: string;
  /** Resets everything from the row before. The key has the PIN unless `blank`. */
  set(options: { blank?: boolean }): Promise<Arranged>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  let skew = 0;
  const graph = await startGraphSimulator({ users: 60, clock: () => Date.now() + skew });
  const [port, replyPort] = [await freePort(), await freePort()];
  let leave = async () => undefined as unknown;
  return {
    graph,
    address: `${port}:${replyPort}`,
    set: async ({ blank = false }) => {
      await leave();
      // A program may be slow to start. Whether ten seconds have passed since power-up is not under test.
      const key = await createSoftwareKey({ profile: 'full', touchTimeout: 300, clock: () => 0 });
      if (!blank) await withSession(key, session => session.setPin(PIN));
      const udp = await serveUdp(key, { port, replyPort });
      leave = async () => {
        await udp.close();
        await key.close();
      };
      skew = 0;
      graph.faults.clear();
      graph.state.methods.length = 0;
      Object.assign(graph.state.policy, { keyRestrictions: null, attestationEnforced: false });
      return {
        key,
        graph,
        later: ms => {
          skew += ms;
        },
      };
    },
    close: async () => {
      await leave();
      await graph.close();
    },
  };
}

/** Opens a session on the key directly, to do what another program did before. */
export async function withSession(key: SoftwareKey, work: (session: KeySession) => Promise<unknown>): Promise<void> {
  const channel = await openChannel(key.connect());
  await work(await KeySession.open(channel));
  await channel.close();
}
