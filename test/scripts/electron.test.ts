import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  electronBinary,
  electronVersion,
  planWindow,
  readDownload,
  reasonOption,
  reasons,
  reasonText,
  writeDownload,
} from '../../scripts/electron.mjs';
import { fetchElectron, installerEnvironment } from '../../scripts/fetchElectron.mjs';
import { shellReasonWords } from '../../src/contract/system/words.ts';
import { parseWindowArguments } from '../../src/main/shells/windowArguments.mjs';
import { languages, speak } from '../../src/words/say.ts';
import { zip } from './zip.ts';

const modules = join(import.meta.dirname, '../../node_modules');
const TIMES = { look: 20, stall: 20_000, whole: 60_000 };
const binaryName =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ?? 'electron';

let home: string;
let folder: string;
let file: string;
let servers: Server[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'keydesk-electron-test-'));
  folder = join(home, 'electron');
  file = join(home, 'state', 'download.json');
  mkdirSync(folder);
  for (const name of ['package.json', 'install.js', 'index.js', 'checksums.json']) {
    cpSync(join(modules, 'electron', name), join(folder, name));
  }
  symlinkSync(modules, join(home, 'node_modules'));
});
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
  rmSync(home, { recursive: true, force: true });
});

async function serve(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

const version = electronVersion(join(modules, 'electron'));
const archive = zip({ [binaryName]: '#!/bin/sh\n', version });
/** A mirror with a small archive and its checksum. */
const mirror: RequestListener = (asked, answer) => {
  const name = asked.url?.split('/').at(-1) ?? '';
  const digest = createHash('sha256').update(archive).digest('hex');
  if (name.endsWith('.zip')) answer.end(archive);
  else answer.end(`${digest} *electron-v${version}-${process.platform}-${process.arch}.zip\n`);
};

/** Downloads from a mirror; the checksums are the mirror's own, because those of the package are of the real archive. */
function download(url: string, { env = {}, times = TIMES, remote = true } = {}) {
  const checksums = remote ? { electron_use_remote_checksums: '1' } : {};
  const { HTTPS_PROXY: _, HTTP_PROXY: __, https_proxy: ___, http_proxy: ____, ...inherited } = process.env;
  const whole = {
    ...inherited,
    ELECTRON_MIRROR: url,
    electron_config_cache: join(home, 'cache'),
    ...checksums,
    ...env,
  };
  return fetchElectron({ folder, file, env: whole, times });
}

describe('the download of Electron', () => {
  test('brings the binary from a mirror, and leaves nothing else', async () => {
    expect(electronBinary({ folder, env: {} })).toBeNull();
    const { url } = await serve(mirror);
    const before = readdirSync(tmpdir()).filter(name => name.startsWith('keydesk-electron-'));
    await download(url);
    expect(readDownload(file)).toMatchObject({ version, state: 'done' });
    expect(electronBinary({ folder, env: {} })).toBe(join(folder, 'dist', binaryName));
    expect(
      readdirSync(tmpdir())
        .filter(name => name.startsWith('keydesk-electron-'))
        .sort(),
    ).toEqual(before.sort());
  });

  test('takes the mirror and the proxy from settings of npm', async () => {
    const { url } = await serve(mirror);
    let proxied = 0;
    const proxy = await serve((asked, answer) => {
      proxied++;
      const onward = request(new URL(new URL(asked.url ?? '').pathname, url), back => void back.pipe(answer));
      onward.end();
    });
    proxy.server.on('connect', (_, socket) => {
      proxied++;
      const onward = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
    });
    await download('', {
      env: { npm_config_electron_mirror: 'http://mirror.invalid/', npm_config_proxy: proxy.url },
    });
    expect(readDownload(file)).toMatchObject({ state: 'done' });
    expect(proxied).toBeGreaterThan(0);
  });

  test('ends when nothing arrives any more', async () => {
    const { url } = await serve((asked, answer) => {
      if (!asked.url?.endsWith('.zip')) return mirror(asked, answer);
      answer.writeHead(200, { 'content-length': String(archive.length) });
      answer.write(archive.subarray(0, 10));
    });
    await download(url, { times: { ...TIMES, stall: 1500 } });
    expect(readDownload(file)).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/nothing arrived from 127/),
    });
    expect(electronBinary({ folder, env: {} })).toBeNull();
  });

  test('ends when all of it takes too long', async () => {
    const { url } = await serve((_, answer) => {
      answer.writeHead(200);
      const timer = setInterval(() => answer.write('x'), 10);
      answer.on('close', () => clearInterval(timer));
    });
    await download(url, { times: { ...TIMES, whole: 1500 } });
    expect(readDownload(file)).toMatchObject({ state: 'failed', reason: expect.stringMatching(/longer than/) });
  });

  test('SECURITY: refuses an archive that has not the checksum of the package', async () => {
    const { url } = await serve(mirror);
    await download(url, { remote: false });
    expect(readDownload(file)).toMatchObject({ state: 'failed', reason: expect.stringMatching(/right checksum/) });
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });

  test.each([
    ['a mirror without it', (): RequestListener => (_, answer) => void answer.writeHead(404).end(), /404/],
    ['a mirror that breaks off', (): RequestListener => (_, answer) => void answer.destroy(), /cannot be reached/],
  ])('says what is wrong with %s', async (_, listener, reason) => {
    const { url } = await serve(listener());
    await download(url);
    expect(readDownload(file)).toMatchObject({ state: 'failed', reason: expect.stringMatching(reason) });
    expect(readDownload(file)?.reason).toContain(new URL(url).host);
  });

  test('is left to another process that is at it', async () => {
    let asked = 0;
    const { url } = await serve((_, answer) => {
      asked++;
      answer.end();
    });
    writeDownload({ version, pid: process.ppid, state: 'running', bytes: 7 }, file);
    await download(url);
    expect(asked).toBe(0);
    expect(readDownload(file)).toMatchObject({ state: 'running', bytes: 7 });
  });
});

test('settings of the system come before those of npm, and the override is not handed on', () => {
  const env = {
    HTTPS_PROXY: 'http://a',
    npm_config_https_proxy: 'http://b',
    npm_config_noproxy: 'c',
    npm_config_cafile: 'd',
  };
  const found = installerEnvironment({ ...env, ELECTRON_OVERRIDE_DIST_PATH: '/x' }, '/t');
  expect(found).toMatchObject({ HTTPS_PROXY: 'http://a', NO_PROXY: 'c', NODE_EXTRA_CA_CERTS: 'd', TMPDIR: '/t' });
  expect(found).not.toHaveProperty('ELECTRON_OVERRIDE_DIST_PATH');
});

test('a binary of another version, or one whose extraction was interrupted, does not count', () => {
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'electron'), '');
  writeFileSync(join(folder, 'dist', 'version'), version);
  const found = () => electronBinary({ folder, env: {}, platform: 'linux' });
  expect(found()).toBeNull();
  writeFileSync(join(folder, 'path.txt'), 'electron');
  expect(found()).toBe(join(folder, 'dist', 'electron'));
  writeFileSync(join(folder, 'dist', 'version'), '1.0.0');
  expect(found()).toBeNull();
});

describe('which window npm start opens', () => {
  const facts = {
    env: { DISPLAY: ':0' },
    platform: 'linux',
    binary: null,
    version: '1',
    download: null,
    noOpen: false,
  };
  const failed = { version: '1', pid: 0, state: 'failed', bytes: 0, reason: 'x' } as const;

  test('Electron where it is installed, else after its download', () => {
    expect(planWindow({ ...facts, binary: '/e' })).toEqual({ window: 'electron' });
    expect(planWindow(facts)).toEqual({ window: 'download' });
    expect(planWindow({ ...facts, env: { WAYLAND_DISPLAY: 'w' } })).toEqual({ window: 'download' });
    expect(planWindow({ ...facts, env: {}, platform: 'win32' })).toEqual({ window: 'download' });
  });

  test('a browser at once after a download that failed, which is tried again in the background', () => {
    expect(planWindow({ ...facts, download: failed })).toEqual({
      window: 'browser',
      download: true,
      reason: { code: 'download-failed', fact: 'x' },
    });
    expect(planWindow({ ...facts, download: { ...failed, version: '0' } })).toEqual({ window: 'download' });
  });

  test('a browser while a download is going on, which is left alone', () => {
    const running = { ...failed, state: 'running' as const, pid: process.pid, bytes: 5e6 };
    expect(planWindow({ ...facts, download: running })).toMatchObject({
      download: false,
      reason: { code: 'download-running', fact: '5 MB' },
    });
    expect(planWindow({ ...facts, download: { ...running, pid: 2 ** 30 } })).toMatchObject({
      window: 'browser',
      download: true,
    });
  });

  test.each([
    [{ env: {} }, 'no-display'],
    [{ env: {}, binary: '/e' }, 'no-display'],
    [{ noOpen: true, binary: '/e' }, 'no-open'],
    [{ env: { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: '/x' } }, 'other-folder-empty'],
    [{ env: { DISPLAY: ':0', ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } }, 'download-forbidden'],
  ])('a browser and no download with %j', (change, code) => {
    expect(planWindow({ ...facts, ...change })).toMatchObject({
      window: 'browser',
      download: false,
      reason: { code },
    });
  });
});

describe('the reason for a browser window', () => {
  const codes = Object.keys(reasons) as (keyof typeof reasons)[];
  afterEach(() => speak('en'));

  test.each(codes)('%s has words at the terminal, and in the window in each language', code => {
    expect(reasonText({ code, fact: 'so' })).toMatch(/^\S+ .+[^.]$/);
    const option = reasonOption({ code, fact: 'so' });
    const { reason } = parseWindowArguments([option]);
    const shown = languages.map(language => {
      speak(language);
      return shellReasonWords(String(reason));
    });
    expect(new Set(shown).size).toBe(languages.length);
    for (const text of shown) expect(text).toMatch(/ /);
  });

  test('keeps a fact with a colon, and drops the English facts of a download', () => {
    expect(shellReasonWords('electron-ended: spawn: no')).toBe('Electron could not open its window: spawn: no');
    expect(reasonOption({ code: 'download-failed', fact: 'the archive is damaged' })).toBe('--reason=download-failed');
    expect(shellReasonWords('contract test')).toBe('contract test');
  });
});
