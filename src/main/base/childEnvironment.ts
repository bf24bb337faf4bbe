import { commonVariables, proxyVariables, variablesOnList } from './commonVariables.mjs';

type Environment = NodeJS.ProcessEnv;

/** What Keydesk's own processes and threads use besides. */
const node = ['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE', 'NODE_V8_COVERAGE', 'ELECTRON_RUN_AS_NODE'];

/** What a browser needs besides: the display, the session's bus, the desktop's settings, the way to the network. */
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
 * Returns the environment for a child process or thread: what is on the list for its kind, and nothing else.
 * SECURITY: an allow-list. Client secrets, the sealing key, secrets of webhooks and Graph's token come to Keydesk by its
 * environment, and so may secrets of other programs that Keydesk knows nothing about.
 * @param kind `node` is code of Keydesk, such as the key host; `browser` is a browser, or what opens one
 */
export function childEnvironment(kind: keyof typeof lists, env: Environment = process.env): Record<string, string> {
  return variablesOnList(env, lists[kind]);
}

/**
 * Takes Keydesk's own variables, secrets among them, out of an environment, and returns them.
 * SECURITY: Electron's main process starts browsers by itself, with the environment that it has at that time.
 */
export function takeKeydeskVariables(env: Environment = process.env): Record<string, string> {
  const own = Object.entries(env).filter(([name]) => name.toUpperCase().startsWith('KEYDESK_'));
  for (const [name] of own) delete env[name];
  return Object.fromEntries(own) as Record<string, string>;
}
