import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSoftwareKey, type TouchPolicy } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { programs } from '../programs.ts';

const COMMAND = `${process.execPath} --disable-warning=ExperimentalWarning ${programs.keydesk}`;
const ENROLL = 'enroll --practice --user user1@contoso.example';
interface Signal {
  readonly signal: NodeJS.Signals;
}
const PROMPT = /New PIN for the key/g;

/** Runs a command on a terminal of its own. Answers each prompt as soon as it is there, by keys or by a signal to the command. */
function onTerminal(
  answers: (string | Signal)[],
  args = ENROLL,
  env = {},
): Promise<{ code: number | null; screen: string }> {
  const child = spawn('/usr/bin/script', ['-qec', `echo process $$; exec ${COMMAND} ${args}`, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const waiting = [...answers];
  let screen = '';
  let answered = 0;
  child.stdout.on('data', chunk => {
    screen += chunk;
    if ((screen.match(PROMPT)?.length ?? 0) <= answered) return;
    answered++;
    const answer = waiting.shift() ?? '';
    if (typeof answer === 'string') child.stdin.write(answer);
    else process.kill(Number(/process (\d+)/.exec(screen)?.[1]), answer.signal);
  });
  return new Promise(resolve => child.on('close', code => resolve({ code, screen })));
}

async function keyAt(touch: TouchPolicy) {
  const key = await createSoftwareKey({ profile: 'full', touch });
  const replyPort = await freePort();
  const udp = await serveUdp(key, { port: 0, replyPort });
  const close = async () => {
    await udp.close();
    await key.close();
  };
  return { address: `${udp.port}:${replyPort}`, close };
}

describe.skipIf(!existsSync('/usr/bin/script'))('keydesk at a terminal (needs script of util-linux)', () => {
  test('asks for a new PIN, again after one too short, and shows neither', async () => {
    const { code, screen } = await onTerminal(['77\r', '246813\r']);
    expect(code).toBe(0);
    expect(screen).toContain('too short');
    expect(screen).toContain('proven');
    expect(screen).not.toContain('77');
    expect(screen).not.toContain('246813');
  });

  test('several keys and no name: the one that is touched is used', async () => {
    const [one, two] = await Promise.all([keyAt('never'), keyAt('auto')]);
    const keys = `${one.address},${two.address}`;
    const { code, screen } = await onTerminal([], 'keys info', { KEYDESK_UDP_KEYS: keys });
    expect(screen).toContain('Touch the one that you want to use.');
    expect(screen).toContain(`udp:${two.address}`);
    expect(code).toBe(0);
    await Promise.all([one.close(), two.close()]);
  });

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s at the prompt cancels', async (_, typed) => {
    const { code, screen } = await onTerminal([typed]);
    expect(code).toBe(1);
    expect(screen).toContain('Canceled.');
  });

  test('a signal at the prompt cancels an enrollment, which says what became of the key', async () => {
    const { code, screen } = await onTerminal([{ signal: 'SIGTERM' }], `${ENROLL} --json`);
    expect(code).toBe(1);
    const answer = screen.split(/\r?\n/).find(line => line.startsWith('{'));
    expect(JSON.parse(answer ?? '')).toMatchObject({ ok: false, error: { code: 'cancelled' }, cleanedUp: true });
  });

  test('a signal at the prompt ends any other command', async () => {
    const { code, screen } = await onTerminal([{ signal: 'SIGINT' }], 'keys pin set --practice');
    expect(code).toBe(1);
    expect(screen).toContain('Canceled.');
  });
});
