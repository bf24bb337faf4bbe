import { expect, test } from 'vitest';
import { childEnvironment, takeKeydeskVariables } from '../../../src/main/base/childEnvironment.ts';

const env = {
  PATH: '/usr/bin',
  HOME: '/home/anna',
  LC_ALL: 'C.UTF-8',
  XDG_RUNTIME_DIR: '/run/user/1000',
  DISPLAY: ':0',
  https_proxy: 'http://proxy.example:3128',
  systemroot: 'C:\\Windows',
  NODE_COMPILE_CACHE: '/cache',
  NODE_OPTIONS: '--import=/elsewhere.mjs',
  KEYDESK_CLIENT_SECRET: 'secret',
  KEYDESK_SEALING_KEY: 'secret',
  KEYDESK_WEBHOOK_SECRETS: 'secret',
  KEYDESK_GRAPH_TOKEN: 'secret',
  AWS_SECRET_ACCESS_KEY: 'secret',
  UNSET: undefined,
};

test('code of Keydesk gets what programs need, and no secret, known or unknown', () => {
  expect(Object.keys(childEnvironment('node', env)).sort()).toEqual([
    'HOME',
    'LC_ALL',
    'NODE_COMPILE_CACHE',
    'PATH',
    'XDG_RUNTIME_DIR',
    'systemroot',
  ]);
});

test('a browser gets the display and the way to the network besides', () => {
  expect(Object.keys(childEnvironment('browser', env)).sort()).toEqual([
    'DISPLAY',
    'HOME',
    'LC_ALL',
    'PATH',
    'XDG_RUNTIME_DIR',
    'https_proxy',
    'systemroot',
  ]);
});

test("Keydesk's own variables are taken out of an environment", () => {
  const own = { ...env };
  expect(Object.keys(takeKeydeskVariables(own))).toHaveLength(4);
  expect(Object.keys(own).filter(name => name.startsWith('KEYDESK'))).toEqual([]);
  expect(own.PATH).toBe('/usr/bin');
});
