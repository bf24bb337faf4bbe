// @ts-check
// The environment of other people's code: npm, package scripts, electron-vite and the electron package's installer. Plain
// JavaScript for Node 20; src/main/childEnvironment.ts is the list for what Keydesk starts when it runs.

/** Names, or how they begin where there is a star. Case does not count: Windows writes names in any case, proxies come in both. */
const allowed = [
  // Programs, files, language
  ...[
    'PATH',
    'PATHEXT',
    'HOME',
    'USER',
    'LOGNAME',
    'SHELL',
    'PWD',
    'TERM',
    'COLORTERM',
    'NO_COLOR',
    'FORCE_COLOR',
    'CI',
  ],
  ...['LANG', 'LANGUAGE', 'LC_*', 'TZ', 'TMPDIR', 'TMP', 'TEMP', 'XDG_*', 'LD_LIBRARY_PATH'],
  // Where version managers of Node keep it: npm may be a command of theirs
  ...['VOLTA_HOME', 'ASDF_DIR', 'ASDF_DATA_DIR', 'MISE_DATA_DIR', 'FNM_DIR', 'FNM_MULTISHELL_PATH', 'N_PREFIX'],
  ...['NVM_DIR', 'NVM_HOME', 'NVM_SYMLINK', 'NODENV_ROOT'],
  // Windows
  ...[
    'SystemRoot',
    'SystemDrive',
    'windir',
    'ComSpec',
    'USERPROFILE',
    'USERNAME',
    'USERDOMAIN',
    'HOMEDRIVE',
    'HOMEPATH',
  ],
  ...['APPDATA', 'LOCALAPPDATA', 'ProgramData', 'ProgramFiles*', 'ProgramW6432', 'CommonProgramFiles*', 'PUBLIC'],
  ...['ALLUSERSPROFILE', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_*', 'OS'],
  // The way to the network, and which servers to trust
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'NODE_USE_ENV_PROXY', 'NODE_USE_SYSTEM_CA'],
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  // Their own settings. npm's may hold a token of a registry; it is npm's, and npm needs it. An .npmrc may name NPM_TOKEN
  // or NODE_AUTH_TOKEN, which are its usual names.
  ...['npm_config_*', 'NPM_TOKEN', 'NODE_AUTH_TOKEN', 'ELECTRON_*', 'electron_config_*', 'force_no_cache'],
  ...['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE', 'NODE_OPTIONS', 'NODE_V8_COVERAGE'],
  // The display, for the window that electron-vite starts
  ...['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'DBUS_SESSION_BUS_ADDRESS'],
].map(name => name.toUpperCase());

/**
 * Returns what such code needs of an environment, and nothing else.
 * SECURITY: an allow-list. Client secrets and the sealing key come to Keydesk by its environment, and so may secrets of other
 * programs that Keydesk knows nothing about.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(env = process.env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => isAllowed(name.toUpperCase())));
}

/** @param {string} name in upper case */
function isAllowed(name) {
  return allowed.some(known => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known));
}
