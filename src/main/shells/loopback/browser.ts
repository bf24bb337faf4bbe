import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { childEnvironment } from '../../base/childEnvironment.ts';
import { makePrivateFolder } from '../../base/folder/privateFiles.ts';

type Env = NodeJS.ProcessEnv;

/**
 * Returns a browser based on Chromium, because only these can show a page as an app window. Returns null if there is
 * none.
 */
export function findBrowser(env: Env = process.env, platform: NodeJS.Platform = process.platform): string | null {
  return candidates(env, platform).find(path => existsSync(path)) ?? null;
}

/** Returns why this computer cannot show a window, or null if it can. */
export function noDisplay(env: Env = process.env, platform: NodeJS.Platform = process.platform): string | null {
  const graphical = platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
  return graphical ? null : 'there is no graphical display here';
}

function candidates(env: Env, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') {
    const names = ['Google Chrome', 'Microsoft Edge', 'Chromium'];
    return names.map(name => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (platform === 'win32') {
    const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(root => root !== undefined);
    const programs = ['Microsoft\\Edge\\Application\\msedge.exe', 'Google\\Chrome\\Application\\chrome.exe'];
    return roots.flatMap(root => programs.map(program => join(root, program)));
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder !== '');
  return names.flatMap(name => folders.map(folder => join(folder, name)));
}

/**
 * Opens a page as a window with its own browser profile.
 * @param href A `file:` URL (addressFile.ts), because command lines are public
 */
export function openAppWindow(browser: string, href: string, profile: string): ChildProcess {
  prepareProfile(profile);
  const root = process.getuid?.() === 0;
  const flags = [
    `--app=${href}`,
    `--user-data-dir=${profile}`,
    '--window-size=1280,860',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // Chromium refuses to start as root with its sandbox enabled.
    ...(root ? ['--no-sandbox'] : []),
  ];
  return spawn(browser, flags, { stdio: 'ignore', env: childEnvironment('browser') });
}

/** SECURITY: this profile never offers to save the content of a PIN or token field. */
function prepareProfile(profile: string): void {
  const folder = join(profile, 'Default');
  const preferences = join(folder, 'Preferences');
  if (existsSync(preferences)) return;
  makePrivateFolder(folder);
  const values = { credentials_enable_service: false, profile: { password_manager_enabled: false } };
  writeFileSync(preferences, JSON.stringify(values), { mode: 0o600 });
}

/**
 * Opens a page in the system's browser.
 * @param href A `file:` URL (addressFile.ts), because command lines are public
 */
export function openInDefaultBrowser(href: string, platform: NodeJS.Platform = process.platform): ChildProcess {
  const [command, ...args] =
    platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler', href]
      : [platform === 'darwin' ? 'open' : 'xdg-open', href];
  return spawn(command as string, args, { stdio: 'ignore', detached: true, env: childEnvironment('browser') });
}

/** How long an opener may take to report that it found no browser, in ms. */
const OPENING = 3000;

/** Resolves when the opener has accepted the address. Rejects if there is no browser. */
export function opened(opener: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    // Some openers run as long as the browser does.
    const timer = setTimeout(resolve, OPENING);
    opener.once('error', reject);
    opener.once('exit', code => (code === 0 ? resolve() : reject(new Error(`the opener ended with ${code}`))));
    opener.once('close', () => clearTimeout(timer));
  });
}
