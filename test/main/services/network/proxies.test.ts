import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clouds } from '../../../../src/contract/connections/clouds.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { destinationsOf } from '../../../../src/main/features/connections/destinations.ts';
import { routeTo } from '../../../../src/main/services/network/proxies.ts';

const PROXY = 'http://proxy.contoso.example:3128';
const NAME = 'proxy.contoso.example:3128';
const via = async (url: string, env: NodeJS.ProcessEnv, system?: string) => {
  const { proxy, source } = await routeTo(new URL(url), {
    env,
    ...(system !== undefined && { resolveSystem: async () => system }),
  });
  return `${proxy?.name ?? 'direct'} (${source})`;
};

describe('an address goes', () => {
  test.each<[string, NodeJS.ProcessEnv, string]>([
    ['https://graph.microsoft.com/', {}, 'direct (none)'],
    ['https://graph.microsoft.com/', { HTTPS_PROXY: '' }, 'direct (none)'],
    ['https://graph.microsoft.com/', { HTTPS_PROXY: PROXY }, `${NAME} (environment)`],
    ['https://graph.microsoft.com/', { https_proxy: PROXY, HTTPS_PROXY: 'http://other:1' }, `${NAME} (environment)`],
    ['https://graph.microsoft.com/', { HTTPS_PROXY: 'proxy.contoso.example:3128' }, `${NAME} (environment)`],
    [
      'https://graph.microsoft.com/',
      { HTTPS_PROXY: 'http://proxy.contoso.example' },
      'proxy.contoso.example:80 (environment)',
    ],
    [
      'https://graph.microsoft.com/',
      { HTTPS_PROXY: 'https://proxy.contoso.example' },
      'proxy.contoso.example:443 (environment)',
    ],
    ['https://graph.microsoft.com/', { HTTPS_PROXY: 'http://[fd00::1]:3128' }, '[fd00::1]:3128 (environment)'],
    ['https://graph.microsoft.com/', { HTTP_PROXY: PROXY }, 'direct (none)'],
    // This computer is never reached through a proxy, however it is spelled.
    ['https://127.0.0.1:8443/', { HTTPS_PROXY: PROXY }, 'direct (this-computer)'],
    ['https://127.9.9.9/', { HTTPS_PROXY: PROXY }, 'direct (this-computer)'],
    ['https://[::1]/', { HTTPS_PROXY: PROXY }, 'direct (this-computer)'],
    ['https://[::ffff:127.0.0.1]/', { HTTPS_PROXY: PROXY }, 'direct (this-computer)'],
    ['https://LOCALHOST./', { HTTPS_PROXY: PROXY }, 'direct (this-computer)'],
    ['https://a.localhost/', { HTTPS_PROXY: PROXY }, 'direct (this-computer)'],
    ['https://localhost.contoso.example/', { HTTPS_PROXY: PROXY }, `${NAME} (environment)`],
  ])('%s %o: %s', async (url, env, expected) => {
    expect(await via(url, env)).toBe(expected);
  });

  test.each<[string, string, boolean]>([
    ['https://hooks.contoso.example/', 'contoso.example', true],
    ['https://hooks.contoso.example/', '.contoso.example', true],
    ['https://hooks.contoso.example/', '*.contoso.example', true],
    ['https://hooks.contoso.example/', 'Hooks.Contoso.Example.', true],
    ['https://hooks.contoso.example/', 'a.example, contoso.example', true],
    ['https://hooks.contoso.example/', 'a.example contoso.example', true],
    ['https://hooks.contoso.example/', 'contoso.example:443', true],
    ['https://hooks.contoso.example:8443/', 'contoso.example:8443', true],
    ['https://hooks.contoso.example/', 'contoso.example:8443', false],
    ['https://hooks.contoso.example/', '*', true],
    ['https://notcontoso.example/', 'contoso.example', false],
    ['https://contoso.example.evil.example/', 'contoso.example', false],
    ['https://10.1.2.3/', '10.0.0.0/8', true],
    ['https://10.1.2.3/', '10.1.2.3', true],
    ['https://10.1.2.3/', '.3', false],
    ['https://11.1.2.3/', '10.0.0.0/8', false],
    ['https://[fd00::1]/', 'fd00::/8', true],
    ['https://[fd00::1]/', '[fd00::1]', true],
    ['https://[fd00::1]:8443/', '[fd00::1]:8443', true],
    ['https://hooks.contoso.example/', '', false],
    ['https://hooks.contoso.example/', ', .', false],
  ])('%s with NO_PROXY=%s directly: %s', async (url, list, direct) => {
    expect(await via(url, { HTTPS_PROXY: PROXY, NO_PROXY: list })).toBe(
      direct ? 'direct (no-proxy)' : `${NAME} (environment)`,
    );
    expect(await via(url, { HTTPS_PROXY: PROXY, no_proxy: list, NO_PROXY: '' })).toMatch(direct ? /^direct/ : /^proxy/);
  });

  test.each<[string, string]>([
    ['DIRECT', 'direct (system)'],
    ['', 'direct (system)'],
    ['PROXY proxy.contoso.example:3128', `${NAME} (system)`],
    ['PROXY proxy.contoso.example:3128; DIRECT', `${NAME} (system)`],
    ['HTTPS proxy.contoso.example:443', 'proxy.contoso.example:443 (system)'],
    ['SOCKS5 s:1; PROXY proxy.contoso.example:3128', `${NAME} (system)`],
  ])('by the system’s settings %j: %s', async (system, expected) => {
    expect(await via('https://graph.microsoft.com/', {}, system)).toBe(expected);
    expect(await via('https://127.0.0.1/', {}, system)).toBe('direct (this-computer)');
    expect(await via('https://graph.microsoft.com/', { HTTPS_PROXY: 'http://env:1' }, system)).toBe(
      'env:1 (environment)',
    );
  });

  test('nowhere where the system knows a SOCKS proxy only', async () => {
    await expect(via('https://graph.microsoft.com/', {}, 'SOCKS5 s:1')).rejects.toMatchObject({
      code: 'proxy-unusable',
      params: { from: 'system', scheme: 'socks5' },
    });
  });
});

test.each(Object.entries(clouds))('docs/network.md lists every host that the cloud %s needs', (_name, cloud) => {
  const page = readFileSync('docs/network.md', 'utf8');
  for (const { url } of destinationsOf(cloud, undefined, false)) expect(page).toContain(`\`${url.host}\``);
  expect(page).toContain(`\`${new URL(cloud.adminCenter).host}\``);
});

describe('the user name and password of a proxy', () => {
  const sent = async (credentials: string) => {
    const env = { HTTPS_PROXY: `http://${credentials}@proxy.contoso.example:3128` };
    const { proxy } = await routeTo(new URL('https://graph.microsoft.com/'), { env });
    expect(proxy?.name).toBe(NAME);
    const header = proxy?.authorization();
    return header && Buffer.from(header.replace('Basic ', ''), 'base64').toString('utf8');
  };

  test.each([
    ['anna:secret', 'anna:secret'],
    ['anna', 'anna:'],
    [':secret', ':secret'],
    // Encoded.
    ['anna:%25%40%3A%2F%3F%23', 'anna:%@:/?#'],
    ['CONTOSO%5Canna:x', 'CONTOSO\\anna:x'],
    ['anna%40contoso.example:x', 'anna@contoso.example:x'],
    ['%C3%A4nna:gr%C3%BC%C3%9Fe', 'änna:grüße'],
    // Stray: taken as they are, and what is encoded beside them is decoded.
    ['anna:100%', 'anna:100%'],
    ['anna:100%%40', 'anna:100%@'],
    ['anna:%zz%3A%4', 'anna:%zz:%4'],
    ['an%na%40x:y', 'an%na@x:y'],
    ['anna@contoso.example:p@ss', 'anna@contoso.example:p@ss'],
    ['anna:a:b:c', 'anna:a:b:c'],
    ['änna:grüße', 'änna:grüße'],
  ])('%s is sent as %s', async (credentials, expected) => {
    expect(await sent(credentials)).toBe(expected);
  });

  test('may hold bytes that are no UTF-8, for proxies that read Latin-1', async () => {
    const { proxy } = await routeTo(new URL('https://graph.microsoft.com/'), {
      env: { HTTPS_PROXY: 'http://anna:%FC%25@proxy.contoso.example' },
    });
    expect(proxy?.authorization()).toBe(`Basic ${Buffer.from('anna:\xfc%', 'latin1').toString('base64')}`);
  });

  test.each([
    ['12/34', 'not-encoded'],
    ['s/ecret', 'not-encoded'],
    ['12?34', 'not-encoded'],
    ['12#34', 'not-encoded'],
  ])('SECURITY: a password with a stray character that ends the address is no host: %s', async (password, rule) => {
    const env = { HTTPS_PROXY: `http://anna:${password}@proxy.contoso.example` };
    const error = await routeTo(new URL('https://graph.microsoft.com/'), { env }).catch(thrown => thrown);
    expect(error).toMatchObject({ code: 'proxy-unusable', params: { rule } });
    expect(JSON.stringify([error.params, wordsFor(error)])).not.toContain(password);
  });

  test('a user name with a colon is refused, because a proxy would read another one', async () => {
    const env = { HTTPS_PROXY: 'http://an%3Ana:x@proxy.contoso.example' };
    await expect(routeTo(new URL('https://graph.microsoft.com/'), { env })).rejects.toMatchObject({
      code: 'proxy-unusable',
      params: { rule: 'user-colon' },
    });
  });
});
