import { expect, test } from 'vitest';
import { toolEnvironment } from '../../scripts/toolEnvironment.mjs';

test('npm, the build and the installer get their settings and the way to the network, and no secret, known or unknown', () => {
  const env = {
    PATH: '/usr/bin',
    Path: 'C:\\Windows',
    HOME: '/home/anna',
    https_proxy: 'http://proxy.example:3128',
    NODE_EXTRA_CA_CERTS: '/etc/company.pem',
    NPM_TOKEN: 'for the registry',
    npm_config_registry: 'https://npm.example/',
    ELECTRON_MIRROR: 'https://mirror.example/',
  };
  const secrets = {
    KEYDESK_CLIENT_SECRET: 'secret',
    KEYDESK_SEALING_KEY: 'secret',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  expect(toolEnvironment({ ...env, ...secrets })).toEqual(env);
});
