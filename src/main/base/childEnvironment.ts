import { commonVariables, proxyVariables, variablesOnList } from './commonVariables.mjs';

type Environment = NodeJS.ProcessEnv;

/** Additional variables for Keydesk's own processes and threads. */
const node = ['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE', 'NODE_V8_COVERAGE', 'ELECTRON_RUN_AS_NODE'];

/** Additional variables for a browser: the display, the session's bus, the desktop's settings, the network. */
const browser = [
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'ICEAUTHORITY',
  'SESSION_MANAGER',
  'DBUS_SESSION_BUS_ADDRESS',
  'DESKTOP_SESSION',
  'GDMSESSION',
  'KDE_*',
  'GNOME_*',
  'GTK_*',
  'GDK_*',
  'QT_*',
  'MOZ_*',
  'BROWSER',
  'XCURSOR_*',
  'XMODIFIERS',
  'FONTCONFIG_*',
  'KRB5*',
  'NSS_*',
  ...proxyVariables,
  'WSL_DISTRO_NAME',
  'WSL_INTEROP',
  'WSLENV',
];

const lists = { node: [...commonVariables, ...node], browser: [...commonVariables, ...browser] } as const;

/**
 * Returns the environment for a child process or thread: only the variables on the list for its kind. SECURITY: this is
 * an allow-list. Keydesk's environment may contain client secrets, the sealing key, secrets of webhooks and Graph's
 * token, and secrets of other programs.
 * @param kind `node` for code of Keydesk, such as the key host; `browser` for a browser, or a program that opens one
 */
export function childEnvironment(kind: keyof typeof lists, env: Environment = process.env): Record<string, string> {
  return variablesOnList(env, lists[kind]);
}

/**
 * Removes Keydesk's own variables, including secrets, from an environment and returns them. SECURITY: Electron's main
 * process starts browsers itself, with its environment at that time.
 */
export function takeKeydeskVariables(env: Environment = process.env): Record<string, string> {
  const own = Object.entries(env).filter(([name]) => name.toUpperCase().startsWith('KEYDESK_'));
  for (const [name] of own) delete env[name];
  return Object.fromEntries(own) as Record<string, string>;
}
