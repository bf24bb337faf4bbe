import type { ClientContext, ClientLink } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { type Connection, openConnection } from '../../../src/renderer/client/connection.ts';
import { ConnectionRefused, type Transport } from '../../../src/renderer/client/transport.ts';

/** A pipe that the test can cut. */
function pipe() {
  const link: ClientLink<ClientContext> = { call: async () => undefined };
  let cut: () => void = () => undefined;
  const transport: Transport = {
    link,
    onClose: listener => {
      cut = listener;
    },
  };
  return { link, transport, cut: () => cut() };
}

function until(connection: Connection, state: ReturnType<Connection['state']>): Promise<void> {
  return new Promise(resolve => {
    const check = () => {
      if (connection.state() === state) resolve();
    };
    connection.subscribe(check);
    check();
  });
}

describe('openConnection', () => {
  it('makes a new pipe when one is lost, and calls go over the new one', async () => {
    const pipes = [pipe(), pipe()];
    let made = 0;
    const connection = openConnection(async () => (pipes[made++] ?? pipe()).transport, { delays: [0] });
    expect(await connection.link()).toBe(pipes[0]?.link);
    const states: string[] = [];
    connection.subscribe(() => states.push(connection.state()));
    pipes[0]?.cut();
    expect(await connection.link()).toBe(pipes[1]?.link);
    expect(states).toEqual(['lost', 'open']);
  });

  it('tries until the core can be reached, and calls wait for that', async () => {
    const reachable = pipe();
    let tries = 0;
    const connection = openConnection(
      async () => {
        if (++tries < 4) throw new Error('out of reach');
        return reachable.transport;
      },
      { delays: [0] },
    );
    const call = connection.link();
    await until(connection, 'lost');
    expect(await call).toBe(reachable.link);
    expect(tries).toBe(4);
  });

  it('gives up when it is refused, and says so to every call', async () => {
    let tries = 0;
    const connection = openConnection(
      async () => {
        tries++;
        throw new ConnectionRefused();
      },
      { delays: [0] },
    );
    await until(connection, 'refused');
    await expect(connection.link()).rejects.toBeInstanceOf(ConnectionRefused);
    expect(connection.refusal()?.code).toBe('unauthorized');
    expect(tries).toBe(1);
  });

  it('takes the core for ended after some tries, and is open again all the same when it answers', async () => {
    const reachable = pipe();
    let tries = 0;
    const connect = async () => {
      if (++tries < 5) throw new Error('out of reach');
      return reachable.transport;
    };
    const connection = openConnection(connect, { delays: [0], endsAfter: 3 });
    const states: string[] = [];
    connection.subscribe(() => states.push(connection.state()));
    expect(await connection.link()).toBe(reachable.link);
    expect(states).toEqual(['lost', 'lost', 'ended', 'ended', 'open']);
    expect(connection.refusal()).toBeNull();
  });
});
