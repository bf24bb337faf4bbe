import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EnrollmentEvent } from '../../src/contract/enrollment/schema.ts';
import { forkKeyHost } from '../../src/main/services/keys/childHost.ts';
import type { KeyHostProcess } from '../../src/main/services/keys/protocol.ts';
import type { FromCore, ToCore } from '../../src/main/shells/electron/coreProtocol.ts';
import type { CoreClient } from './transports.ts';

/**
 * The main process's part, played without Electron's binary: what the core process says is answered as coreProcess.ts
 * does, with a real key host behind it. The core process's own module runs here unchanged.
 */
class MainProcess extends EventEmitter {
  readonly keyHosts = new Map<number, KeyHostProcess>();
  /** What coreProcess.ts starts the core with after it died. */
  mode: object | undefined;

  /** Called by the core: its process.parentPort. */
  postMessage(message: FromCore): void {
    if (message.type === 'spawn-key-host') this.#spawn(message.host);
    else if (message.type === 'to-key-host') this.keyHosts.get(message.host)?.post(message.message);
    else if (message.type === 'kill-key-host') this.keyHosts.get(message.host)?.kill();
    else if (message.type === 'mode') this.mode = message.mode;
  }

  toCore(message: ToCore, ports: MessagePort[] = []): void {
    this.emit('message', { data: message, ports });
  }

  #spawn(host: number): void {
    const keyHost = forkKeyHost();
    this.keyHosts.set(host, keyHost);
    keyHost.onMessage(message => this.toCore({ type: 'from-key-host', host, message }));
    keyHost.onExit(detail => this.toCore({ type: 'key-host-exit', host, detail }));
  }
}

describe("the core process of the Electron shell, without Electron's binary", () => {
  const main = new MainProcess();
  const dataFolder = mkdtempSync(join(tmpdir(), 'keydesk-electron-'));

  function openWindow(): CoreClient {
    const { port1, port2 } = new MessageChannel();
    main.toCore({ type: 'window' }, [port1]);
    port2.start();
    return createORPCClient(new RPCLink({ port: port2 }));
  }

  beforeAll(async () => {
    Object.defineProperty(process, 'parentPort', { value: main, configurable: true });
    await import('../../src/main/shells/electron/core.ts');
    main.toCore({
      type: 'start',
      start: {
        dataFolder,
        practice: true,
        undecided: false,
        activate: undefined,
        udpKeys: [],
        reason: 'contract test',
        canSeal: false,
      },
    });
  });
  afterAll(() => {
    for (const keyHost of main.keyHosts.values()) keyHost.kill();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('serves each window over a port of its own', async () => {
    const windows = [openWindow(), openWindow()];
    for (const window of windows) {
      expect(await window.system.info()).toMatchObject({ shell: 'electron', shellReason: 'contract test' });
    }
  });

  it('enrolls a key over the relayed key host', async () => {
    const events: EnrollmentEvent[] = [];
    const request = { user: 'user1@contoso.example', interactive: true, pin: { kind: 'random' as const, length: 6 } };
    for await (const event of await openWindow().enrollment.start(request)) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: 'completed', result: { proof: { verified: true } } });
  });

  it('starts another key host when one dies, and the key is there again', async () => {
    const keys = await openWindow().keys.watch();
    expect((await keys.next()).value).toHaveLength(1);
    const before = main.keyHosts.size;
    [...main.keyHosts.values()].at(-1)?.kill();
    expect((await keys.next()).value).toEqual([]);
    expect((await keys.next()).value).toHaveLength(1);
    expect(main.keyHosts.size).toBe(before + 1);
    await keys.return?.();
  });

  it('changes its mode: every window loses its pipe, and the next one finds the other mode', async () => {
    const { port1, port2 } = new MessageChannel();
    main.toCore({ type: 'window' }, [port1]);
    port2.start();
    const closed = once(port2, 'close');
    const window: CoreClient = createORPCClient(new RPCLink({ port: port2 }));
    await window.settings.setMode({ practice: false });
    await closed;
    expect(await openWindow().system.info()).toMatchObject({ practice: false, undecided: false, connection: null });
    expect(main.mode).toEqual({ practice: false });

    await openWindow().settings.setMode({ practice: true });
    await vi.waitFor(() => expect(main.mode).toEqual({ practice: true }), { timeout: 10_000 });
    expect(await openWindow().system.info()).toMatchObject({ practice: true, connection: { name: 'Contoso' } });
  });
});
