import { expect, test } from 'vitest';
import { installerEnvironment } from '../../scripts/fetchElectron.mjs';
import { toolEnvironment } from '../../scripts/toolEnvironment.mjs';

const needed = {
  PATH: '/usr/bin',
  Path: 'C:\\bin',
  HOME: '/home/mia',
  SystemRoot: 'C:\\Windows',
  LC_ALL: 'C.UTF-8',
  https_proxy: 'http://proxy:3128',
  HTTPS_PROXY: 'http://proxy:3128',
  NODE_EXTRA_CA_CERTS: '/ca.pem',
  npm_config_registry: 'https://registry.example',
  NPM_CONFIG_CAFILE: '/ca.pem',
  ELECTRON_MIRROR: 'https://mirror.example/',
  npm_config_electron_mirror: 'https://mirror.example/',
  electron_config_cache: '/cache',
};
const secret = {
  KEYDESK_CLIENT_SECRET: 'a',
  keydesk_sealing_key: 'b',
  AWS_SECRET_ACCESS_KEY: 'c',
  AZURE_CLIENT_SECRET: 'd',
  GITHUB_TOKEN: 'e',
  DATABASE_URL: 'f',
  MY_HOME: 'g',
  HOMELY: 'h',
};

test('npm and package scripts get what they need of the environment, and no secret', () => {
  expect(toolEnvironment({ ...needed, ...secret })).toEqual(needed);
});

test('so does the installer of Electron', () => {
  const found = installerEnvironment({ ...needed, ...secret }, '/temporary');
  expect(found).toMatchObject(needed);
  for (const name of Object.keys(secret)) expect(found).not.toHaveProperty(name);
});
