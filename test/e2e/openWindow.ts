import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { programs } from '../programs.ts';

const root = join(import.meta.dirname, '../..');
export const CHROMIUM = '/usr/bin/chromium';

/** Returns why browser tests cannot run here, or null. */
export function noBrowser(): string | null {
  if (!existsSync(CHROMIUM)) return `${CHROMIUM} is not there`;
  return existsSync(join(root, 'out/renderer/index.html')) ? null : 'the renderer is not built';
}

/** Launches a browser. @param more flags besides those that every test needs */
export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const flags = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: CHROMIUM, args: [...flags, ...asRoot, ...more] });
}

const servers = new Set<ChildProcess>();

/** Ends servers whose windows were not closed, because the run would wait for them. */
export function endServers(): void {
  for (const server of servers) server.kill('SIGKILL');
}

/** A running Keydesk in practice mode with a window on it. */
export interface Desk {
  readonly url: string;
  readonly page: Page;
  readonly server: ChildProcess;
  /** The page's errors: console errors, CSP violations, uncaught exceptions. */
  readonly complaints: readonly string[];
}

/**
 * Starts the loopback shell as `npm start` does, and opens its address in a fresh browser context. The caller closes
 * both.
 */
export async function openWindow(
  browser: Browser,
  args: readonly string[],
  env = {},
): Promise<Desk & { close(): Promise<void> }> {
  const { server, url } = await startServer(args, env);
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  await page.goto(url);
  const close = async () => {
    await context.close();
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGTERM');
    await once(server, 'exit');
  };
  return { url, page, server, complaints, close };
}

/** Starts the loopback shell without its window. `url` is the address in the file that it names. */
async function startServer(args: readonly string[], env: object): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', programs.loopback, '--no-open', ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    },
  );
  servers.add(server);
  const lines = createInterface({ input: server.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  const { file } = JSON.parse(line) as { file: string };
  const [, url = ''] = /url=([^"]+)"/.exec(readFileSync(file, 'utf8')) ?? [];
  return { server, url };
}
