// @ts-check
import { commonVariables, proxyVariables, variablesOnList } from '../src/main/base/commonVariables.mjs';

/** Settings of npm, of Node and of Electron's installer, and certificates for a company's proxy. */
const tools = [
  'npm_config_*',
  // Tokens for a company's registry, as npm's own documentation names them in .npmrc.
  'NPM_*',
  'NODE_AUTH_TOKEN',
  // Programs that choose the Node of a folder replace npm.
  'NVM_*',
  'FNM_*',
  'VOLTA_*',
  'ASDF_*',
  'MISE_*',
  'NODENV_*',
  'N_PREFIX',
  // Companies use this to set certificates and memory for all Node programs.
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_*',
  'NODE_COMPILE_CACHE',
  'NODE_DISABLE_COMPILE_CACHE',
  'SSL_CERT_*',
  'OPENSSL_CONF',
  'ELECTRON_*',
  'electron_config_*',
  'force_no_cache',
  'CI',
  'TERM',
  'COLORTERM',
  'NO_COLOR',
  'FORCE_COLOR',
];

/**
 * Returns the environment for npm, the build, and Electron's installer. SECURITY: this is an allow-list, because these
 * programs run other people's code. The environment may contain client secrets of Keydesk, and secrets of other
 * programs.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
export function toolEnvironment(env = process.env) {
  return variablesOnList(env, [...commonVariables, ...proxyVariables, ...tools]);
}
