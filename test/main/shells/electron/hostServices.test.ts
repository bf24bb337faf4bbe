import { describe, expect, it } from 'vitest';
import type { FromCore } from '../../../../src/main/shells/electron/coreProtocol.ts';
import { createHostServices } from '../../../../src/main/shells/electron/hostServices.ts';

function start() {
  const posted: FromCore[] = [];
  const host = createHostServices(message => posted.push(message));
  return { posted, host };
}

describe("the core's services under Electron", () => {
  it('asks the main process to seal, and gives its answer to the one who asked', async () => {
    const { posted, host } = start();
    const { sealer } = host.services(true);
    const first = sealer?.seal('one');
    const second = sealer?.seal('two');
    const ids = posted.map(message => (message.type === 'task' ? message.id : -1));
    host.receive({ type: 'done', id: ids[1] ?? -1, value: new Uint8Array([2]) });
    host.receive({ type: 'done', id: ids[0] ?? -1, value: new Uint8Array([1]) });
    expect(await first).toEqual(new Uint8Array([1]));
    expect(await second).toEqual(new Uint8Array([2]));
  });

  it('rejects what the main process refuses, and has no sealer where nothing can be sealed', async () => {
    const { posted, host } = start();
    expect(host.services(false).sealer).toBeNull();
    const opened = host.services(false).openUrl('http://example.com');
    const [task] = posted;
    if (task?.type !== 'task') throw new Error('nothing was asked');
    host.receive({ type: 'refused', id: task.id, reason: 'only https is opened' });
    await expect(opened).rejects.toThrow('only https is opened');
  });

  it('relays for each key host, and tells its end once', () => {
    const { posted, host } = start();
    const spawn = host.services(false).spawnKeyHost;
    const heard: string[] = [];
    const hosts = [spawn(), spawn()];
    hosts.forEach((keyHost, i) => {
      keyHost.onMessage(message => heard.push(`${i} ${message.type}`));
      keyHost.onExit(detail => heard.push(`${i} ${detail}`));
    });
    const ids = posted.map(message => ('host' in message ? message.host : -1));
    host.receive({ type: 'from-key-host', host: ids[1] ?? -1, message: { type: 'keys', keys: [] } });
    host.receive({ type: 'key-host-exit', host: ids[0] ?? -1, detail: 'exit code 9' });
    host.receive({ type: 'key-host-exit', host: ids[0] ?? -1, detail: 'exit code 9' });
    expect(heard).toEqual(['1 keys', '0 exit code 9']);
    hosts[1]?.kill();
    expect(posted.at(-1)).toEqual({ type: 'kill-key-host', host: ids[1] });
  });
});
