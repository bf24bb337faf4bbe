import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Browsers that can show a page as a window of its own, by platform; the first that is there is taken. */
const browsers: Readonly<Record<string, readonly string[]>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

/** Why no window can be opened here, or null. */
export function noWindowReason(
  env: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): string | null {
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  return findBrowser(platform) === undefined ? 'no Chromium, Chrome or Edge was found' : null;
}

/** Opens the window with a browser profile of Keydesk's own, so that its end is the window's end. */
export function openWindow(url: string, dataFolder: string): ChildProcess {
  const browser = findBrowser(process.platform);
  if (browser === undefined) throw new Error('no browser');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return spawn(
    browser,
    [
      `--app=${url}`,
      `--user-data-dir=${join(dataFolder, 'window')}`,
      '--window-size=1280,860',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...asRoot,
    ],
    { stdio: 'ignore' },
  );
}

function findBrowser(platform: string): string | undefined {
  return browsers[platform]?.find(path => existsSync(path));
}
