import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { descendantsOf, type SeenProcess } from '../processTree.ts';
import { programs } from '../programs.ts';
import { CHROMIUM, launchBrowser, noBrowser, openDesk } from './desk.ts';

const obstacle = noBrowser() ?? (process.platform === 'linux' ? null : 'processes are looked at by /proc');

/** What another user of the computer must not get, and what no child of Keydesk needs. */
const secrets = {
  KEYDESK_CLIENT_SECRET: 'the-client-secret',
  KEYDESK_SEALING_KEY: 'the-sealing-key-of-this-computer',
  KEYDESK_WEBHOOK_SECRETS: 'whsec_c2VjcmV0',
  KEYDESK_GRAPH_TOKEN: 'the-token-of-graph',
  SOMEBODY_ELSES_TOKEN: 'not-for-children-either',
};

describe.skipIf(obstacle !== null)(`other users of the computer${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('see no address in any command line, and no child gets a secret', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-'));
    // The browser that the shell finds first is the real one, without a display.
    const script = join(folder, 'chromium');
    writeFileSync(script, `#!/bin/sh\nexec ${CHROMIUM} --headless=new "$@"\n`);
    chmodSync(script, 0o755);
    const shell = spawn(process.execPath, [programs.loopback, '--practice', '--data', join(folder, 'data')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        ...secrets,
        PATH: [folder, process.env.PATH].join(delimiter),
        TMPDIR: folder,
        DISPLAY: ':0',
      },
    });
    onTestFinished(async () => {
      shell.kill('SIGTERM');
      if (shell.exitCode === null) await once(shell, 'exit');
      rmSync(folder, { recursive: true, force: true });
    });
    const addressFolders = () => readdirSync(folder).filter(name => /^keydesk-\w{6}$/.test(name));
    const modes = new Set<string>();
    const seen = new Map<string, SeenProcess>();
    await expect
      .poll(
        () => {
          for (const process of descendantsOf(shell.pid ?? 0))
            seen.set(`${process.pid} ${process.commandLine}`, process);
          for (const name of addressFolders()) {
            const octal = (path: string) => (statSync(path, { throwIfNoEntry: false })?.mode ?? 0).toString(8);
            modes.add([octal(join(folder, name)), octal(join(folder, name, 'open.html'))].join(' '));
          }
          // The file is deleted when the window has come in by it.
          return modes.size > 0 && addressFolders().length === 0;
        },
        { timeout: 40_000, interval: 20 },
      )
      .toBe(true);

    expect(modes).toContain('40700 100600');
    const lines = [...seen.values()].map(({ commandLine }) => commandLine);
    expect(lines.filter(line => line.includes('--app=file:///')).length).toBeGreaterThan(0);
    expect(lines.filter(line => /token=|127\.0\.0\.1/.test(line))).toEqual([]);

    const children = descendantsOf(shell.pid ?? 0);
    const keyHost = children.find(({ commandLine }) => commandLine.includes(programs.keyHost));
    expect(keyHost?.environment.PATH).toContain(folder);
    expect(children.some(({ commandLine }) => commandLine.includes('--type=renderer'))).toBe(true);
    for (const { environment } of children) {
      expect(Object.keys(environment).filter(name => name in secrets)).toEqual([]);
    }
  });

  it('get nothing from the open window when Keydesk has crashed and they take over its port', async () => {
    const { page, server, url } = await openDesk(browser);
    await page.getByRole('table').waitFor();
    server.kill('SIGKILL');
    await once(server, 'exit');
    await page.getByText('Keydesk has ended.').waitFor();
    await page.getByText('start Keydesk again').waitFor();

    const received: string[] = [];
    const impostor = createServer((request, response) => {
      received.push(`${request.method} ${request.url}`);
      response.end();
    }).listen(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void impostor.close());
    new WebSocketServer({ server: impostor }).on('connection', (socket, request) => {
      expect(request.headers['sec-websocket-protocol']).toBe('keydesk.2');
      socket.on('message', data => {
        received.push(String(data));
        socket.send(JSON.stringify({ serverNonce: 'n'.repeat(43), proof: 'p'.repeat(43) }));
      });
    });
    await page.getByText('another program answers at its address').first().waitFor();
    // A click that would ask the core for something leads to nothing.
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.waitForTimeout(3000);
    // The browser itself asks for the icon again.
    expect(received.filter(text => text !== 'GET /icon.svg')).toHaveLength(1);
    expect(JSON.parse(received[0] ?? '')).toEqual({
      kind: 'session',
      windowNonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    impostor.closeAllConnections();
  });

  it('learn at a station, in their language, that Keydesk has ended', async () => {
    const { page, server } = await openDesk(browser, ['--activate']);
    await page.getByLabel('Language').selectOption('de');
    server.kill('SIGKILL');
    await page.getByText('Keydesk wurde beendet.').waitFor();
  });

  it.each(['', '#/activate'])('learn how to get an address of their own when they open a used one (%s)', async page => {
    const desk = await openDesk(browser);
    await desk.page.getByRole('table').waitFor();
    const late = await (await browser.newContext()).newPage();
    onTestFinished(() => late.context().close());
    await late.goto(page === '' ? desk.url : new URL(page, desk.url).href);
    await late.getByText('This window is not allowed to talk to Keydesk.').waitFor();
    await late.getByText('start Keydesk again to get a new address').waitFor();
    expect(await late.getByRole('progressbar').count()).toBe(0);
    expect(await late.getByText('Looking for keys').count()).toBe(0);
  });
});
