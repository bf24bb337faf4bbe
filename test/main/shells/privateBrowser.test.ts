import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPrivateBrowser } from '../../../src/main/shells/privateBrowser.ts';

const URL = 'https://login.example/authorize?state=one&nonce="two"';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keydesk-private-'));
  folder = join(root, 'sign-in');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A program in a browser's place: it writes down how it was started, and stays as long as a browser would. */
function fakeBrowser(more = 'exec sleep 60'): string {
  const file = join(root, 'chromium');
  writeFileSync(file, `#!/bin/sh\nenv > ${root}/env\nprintf '%s\\n' "$@" > ${root}/started\n${more}\n`);
  chmodSync(file, 0o700);
  return file;
}
const started = () =>
  expect.poll(() => existsSync(join(root, 'started')) && readFileSync(join(root, 'started'), 'utf8'));
const pidIn = (name: string) => Number(existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8') : 0);
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
const profiles = () => readdirSync(folder).filter(name => !name.includes('.'));

describe.skipIf(process.platform === 'win32')('the window of a sign-in', () => {
  test('has a profile of its own for its owner alone, which is deleted when it is closed', async () => {
    const browser = findPrivateBrowser(folder, fakeBrowser());
    const one = await browser?.open(URL);
    await started().toContain('--incognito');
    const two = await browser?.open(URL);
    expect(profiles()).toHaveLength(2);
    for (const name of profiles()) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o700);
    await one?.close();
    expect(profiles()).toHaveLength(1);
    await two?.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('keeps the address out of the command line, and secrets out of the environment', async () => {
    process.env.KEYDESK_CLIENT_SECRET = 'a secret';
    const window = await findPrivateBrowser(folder, fakeBrowser())?.open(URL);
    delete process.env.KEYDESK_CLIENT_SECRET;
    await started().toContain('open.html');
    expect(readFileSync(join(root, 'started'), 'utf8')).not.toContain('login.example');
    expect(readFileSync(join(root, 'env'), 'utf8')).not.toContain('a secret');
    const profile = join(folder, profiles()[0] ?? '');
    const start = join(profile, readdirSync(profile).find(name => name.startsWith('keydesk-')) ?? '', 'open.html');
    expect(statSync(start).mode & 0o777).toBe(0o600);
    expect(readFileSync(start, 'utf8')).toContain(
      'content="0; url=https://login.example/authorize?state=one&amp;nonce=%22two%22"',
    );
    await window?.close();
  });

  test('that its user closes is gone with its profile', async () => {
    const window = await findPrivateBrowser(folder, fakeBrowser('exit 0'))?.open(URL);
    await window?.closed;
    expect(readdirSync(folder)).toEqual([]);
    await window?.close();
  });

  test('ends although the browser ignores the request to end', async () => {
    const window = await findPrivateBrowser(folder, fakeBrowser("trap '' TERM\nwhile :; do sleep 1; done"))?.open(URL);
    await started().toContain('open.html');
    await window?.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of a Keydesk that was killed is deleted at the next start, and that of one that runs is not', async () => {
    const running = await findPrivateBrowser(folder, fakeBrowser())?.open(URL);
    const [live] = profiles();
    mkdirSync(join(folder, 'left-over'));
    writeFileSync(join(folder, 'left-over', 'Cookies'), 'a session');
    const next = await findPrivateBrowser(folder, fakeBrowser())?.open(URL);
    expect(profiles()).toContain(live);
    expect(profiles()).not.toContain('left-over');
    await Promise.all([running?.close(), next?.close()]);
  });

  test('ends when Keydesk is killed', async () => {
    const program = `
      import { findPrivateBrowser } from '${import.meta.resolve('../../../src/main/shells/privateBrowser.ts')}';
      await findPrivateBrowser(process.argv[1], process.argv[2]).open('${URL}');
      setInterval(() => undefined, 1000);`;
    const stubborn = fakeBrowser(`echo $$ > ${root}/pid\ntrap '' TERM\nwhile :; do sleep 1; done`);
    const keydesk = spawn(process.execPath, ['--input-type=module', '-e', program, '--', folder, stubborn]);
    await expect.poll(() => pidIn('pid'), { timeout: 10_000 }).toBeGreaterThan(1);
    expect(isRunning(pidIn('pid'))).toBe(true);
    keydesk.kill('SIGKILL');
    await expect.poll(() => isRunning(pidIn('pid')), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => isRunning(keydesk.pid ?? 0)).toBe(false);
    await findPrivateBrowser(folder, fakeBrowser('exit 0'))?.open(URL);
    await expect.poll(() => readdirSync(folder)).toEqual([]);
  }, 20_000);

  test('cannot be opened where there is no browser, or none that starts', async () => {
    expect(findPrivateBrowser(folder, null)).toBeUndefined();
    await expect(findPrivateBrowser(folder, join(root, 'none'))?.open(URL)).rejects.toThrow('ENOENT');
    expect(profiles()).toEqual([]);
  });
});

test.skipIf(!existsSync('/usr/bin/chromium'))(
  'a real browser follows the file to the address',
  async () => {
    const { createServer } = await import('node:http');
    const visited = Promise.withResolvers<string>();
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/authorize')) visited.resolve(request.url);
      response.end('here');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const headless = join(root, 'headless');
    writeFileSync(headless, '#!/bin/sh\nexec /usr/bin/chromium --headless "$@"\n', { mode: 0o700 });
    const window = await findPrivateBrowser(folder, headless)?.open(`http://127.0.0.1:${port}/authorize?a=1&b=2`);
    expect(await visited.promise).toBe('/authorize?a=1&b=2');
    await window?.close();
    expect(readdirSync(folder)).toEqual([]);
    server.closeAllConnections();
    server.close();
  },
  30_000,
);
