// @ts-check
// Plain JavaScript, because the scripts that install and build Keydesk use it too, on Node 20.

/** The environment variables by which programs find other programs, their files and their language. */
export const commonVariables = [
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

/** Variables that configure proxies. */
export const proxyVariables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/**
 * Returns the variables of an environment that are on a list. An entry that ends with `*` matches all names with that
 * prefix. Case does not matter: Windows uses any case, and other systems use lower case for proxies.
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} list
 * @returns {Record<string, string>}
 */
export function variablesOnList(env, list) {
  const known = list.map(entry => entry.toUpperCase());
  /** @type {Record<string, string>} */
  const listed = {};
  for (const [name, value] of Object.entries(env)) {
    const upper = name.toUpperCase();
    const isListed = known.some(entry =>
      entry.endsWith('*') ? upper.startsWith(entry.slice(0, -1)) : upper === entry,
    );
    if (value !== undefined && isListed) listed[name] = value;
  }
  return listed;
}
