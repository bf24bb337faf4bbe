type Environment = NodeJS.ProcessEnv;

/** What programs need to find themselves, their files and their language. */
const common = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'LC_*',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  'XDG_*',
  'LD_LIBRARY_PATH',
  // Windows
  'SystemRoot',
  'SystemDrive',
  'windir',
  'ComSpec',
  'PATHEXT',
  'USERPROFILE',
  'USERNAME',
  'USERDOMAIN',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'ProgramW6432',
  'CommonProgramFiles*',
  'PUBLIC',
  'ALLUSERSPROFILE',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_*',
  'OS',
];

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
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'WSL_DISTRO_NAME',
  'WSL_INTEROP',
  'WSLENV',
];

const lists = { node: [...common, ...node], browser: [...common, ...browser] } as const;

/**
 * Returns the environment for a child process or thread: what is on the list for its kind, and nothing else.
 * SECURITY: an allow-list. Client secrets, the sealing key, secrets of webhooks and Graph's token come to Keydesk by its
 * environment, and so may secrets of other programs that Keydesk knows nothing about.
 * @param kind `node` is code of Keydesk, such as the key host; `browser` is a browser, or what opens one
 */
export function childEnvironment(kind: keyof typeof lists, env: Environment = process.env): Record<string, string> {
  const allowed = Object.entries(env).filter(([name, value]) => value !== undefined && isListed(name, lists[kind]));
  return Object.fromEntries(allowed) as Record<string, string>;
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

/** Windows writes names in any case; proxies are written in lower case on other systems. */
function isListed(name: string, list: readonly string[]): boolean {
  const upper = name.toUpperCase();
  return list.some(entry => {
    const known = entry.toUpperCase();
    return known.endsWith('*') ? upper.startsWith(known.slice(0, -1)) : upper === known;
  });
}
