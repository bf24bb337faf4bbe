import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { toFailure } from '../../../../src/contract/errors/failure.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { guardOf } from '../../../../src/main/features/webhooks/address.ts';
import { createPoster } from '../../../../src/main/features/webhooks/post.ts';
import { loginNetwork } from '../../../../src/main/services/auth/network.ts';
import { signInError } from '../../../../src/main/services/auth/signInErrors.ts';
import { createGraphClient } from '../../../../src/main/services/graph/client.ts';
import { fromUrl } from '../../../../src/main/services/metadata/source.ts';
import { openNetwork } from '../../../../src/main/services/network/network.ts';
import { type Company, type CompanyOptions, openCompany } from './company.ts';

const connection = { graphUrl: 'https://graph.keydesk.example', tenantId: '', version: 'v1.0' as const };
const retries = { sleep: async () => undefined, random: () => 0, clock: Date.now };
const USER = { id: 'id-1', displayName: 'Mia', userPrincipalName: 'mia@contoso.example', accountEnabled: true };

let company: Company | undefined;
afterEach(async () => {
  await company?.close();
  company = undefined;
});

async function open(options: Partial<CompanyOptions> = {}, env: NodeJS.ProcessEnv = {}) {
  company = await openCompany({ answer: (_request, response) => response.end(JSON.stringify(USER)), ...options });
  const network = openNetwork({ env: { HTTPS_PROXY: company.proxy, KEYDESK_CA_FILE: company.caFile, ...env } });
  const graph = createGraphClient(connection, async () => 'secret-token', { network, retries });
  return { network, graph };
}

/** What a call failed with, with all that a person, a script or a log could see of it. */
async function failureOf(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => undefined,
    thrown => thrown,
  );
  const failure = toFailure(error);
  return { ...failure, everything: `${inspect(error, { depth: 9 })} ${JSON.stringify([failure, wordsFor(failure)])}` };
}

describe('in a company that reads TLS along', () => {
  test('Graph, the sign-in, key models and webhooks go through the proxy, under the root of the company', async () => {
    const { network, graph } = await open();
    expect(await graph.users.get('id-1')).toMatchObject({ displayName: 'Mia' });
    const login = loginNetwork('https://login.keydesk.example', undefined, network);
    expect((await login.sendGetRequestAsync('https://login.keydesk.example/x')).body).toMatchObject(USER);
    expect(await fromUrl('https://mds.keydesk.example/', network)).toContain('Mia');
    const target = { url: new URL('https://hooks.keydesk.example/in'), reach: 'public' as const };
    expect(await createPoster({ network }).post(target, {}, '{}')).toMatchObject({ status: 200 });
    const names = ['graph', 'login', 'mds', 'hooks'].map(name => `${name}.keydesk.example`);
    expect(company?.tunnels).toEqual(names.map(name => `${name}:443`));
    expect(company?.hosts).toEqual(names);
    network.close();
    await expect.poll(() => company?.open.size).toBe(0);
  });

  test('a receiver whose name leads into the network gets no tunnel', async () => {
    const { network } = await open();
    const guard = guardOf('public', (_host, _options, done) => done(null, [{ address: '10.0.0.1', family: 4 }]));
    const url = new URL('https://hooks.keydesk.example/in');
    const asked = network.exchange({ url, method: 'POST', timeout: 5000, most: 0, guard });
    await expect(asked).rejects.toMatchObject({ code: 'webhook-address-refused' });
    expect(company?.tunnels).toEqual([]);
  });

  test('a tunnel serves the next request too', async () => {
    const { graph } = await open();
    for (let n = 0; n < 3; n++) await graph.users.get('id-1');
    expect(company?.tunnels).toHaveLength(1);
    expect(company?.hosts).toHaveLength(3);
  });

  test('without its root nothing is sent, and the words say what to add', async () => {
    const { network, graph } = await open({}, { KEYDESK_CA_FILE: '' });
    const failure = await failureOf(graph.users.get('id-1'));
    expect(failure).toMatchObject({ code: 'graph-unreachable', params: { mayHaveArrived: false } });
    expect(failure.everything).toMatch(/UNABLE_TO_.*KEYDESK_CA_FILE/s);
    const login = loginNetwork('https://login.keydesk.example', undefined, network);
    await login.sendGetRequestAsync('https://login.keydesk.example/x').catch(() => undefined);
    const about = { authority: 'https://login.keydesk.example', tenantId: '', clientId: '' };
    expect(signInError(new Error('x'), about, login)).toMatchObject({ code: 'login-untrusted' });
    const target = { url: new URL('https://hooks.keydesk.example/in'), reach: 'public' as const };
    expect(await failureOf(createPoster({ network }).post(target, {}, '{}'))).toMatchObject({
      code: 'webhook-certificate',
    });
    expect(company?.hosts).toEqual([]);
  });

  test('a file that holds no certificate is named', async () => {
    const { graph } = await open({}, { KEYDESK_CA_FILE: '/nonexistent/root.pem' });
    const failure = await failureOf(graph.users.get('id-1'));
    expect(failure).toMatchObject({ code: 'certificates-unreadable', params: { file: '/nonexistent/root.pem' } });
  });

  test('a proxy that speaks TLS itself, and is trusted no sooner than a server', async () => {
    const { graph } = await open({ secureProxy: true });
    expect(await graph.users.get('id-1')).toMatchObject({ displayName: 'Mia' });
    const network = openNetwork({ env: { HTTPS_PROXY: company?.proxy } });
    const failure = await failureOf(
      createGraphClient(connection, async () => 't', { network, retries }).users.get('id-1'),
    );
    expect(failure.everything).toContain('The certificate of the proxy');
    expect(company?.tunnels).toHaveLength(1);
  });
});

describe('a proxy that asks for a password', () => {
  const PASSWORD = 'pass word:@/%';

  test('gets it', async () => {
    const { graph } = await open({ credentials: `mia:${PASSWORD}`.replace(':@', '@') });
    expect(await graph.users.get('id-1')).toMatchObject({ displayName: 'Mia' });
  });

  test.each(['HTTPS_PROXY', 'https_proxy'])('refuses a wrong one, which is in no error (%s)', async variable => {
    company = await openCompany({ answer: (_request, response) => response.end(), credentials: 'mia:right' });
    const env = { [variable]: `http://mia:wrong-password@127.0.0.1:${company.port}` };
    const graph = createGraphClient(connection, async () => 'secret-token', {
      network: openNetwork({ env }),
      retries,
    });
    const failure = await failureOf(graph.users.get('id-1'));
    expect(failure).toMatchObject({
      code: 'graph-unreachable',
      params: { proxy: `127.0.0.1:${company?.port}`, proxyStatus: 407, mayHaveArrived: false },
    });
    expect(failure.everything).toContain('asks for a user name and password');
    expect(failure.everything).not.toMatch(/wrong-password|d3Jvbmct|secret-token/);
    expect(inspect(await openNetwork({ env }).route(new URL(connection.graphUrl)), { depth: 9 })).not.toContain(
      'wrong-p',
    );
  });

  test.each(['ftp://mia:wrong-password@proxy', 'socks5://mia:wrong-password@proxy:1', 'http://mia:wrong-password@'])(
    'that Keydesk cannot use is named without its password: %s',
    async proxy => {
      const graph = createGraphClient(connection, async () => 't', {
        network: openNetwork({ env: { HTTPS_PROXY: proxy } }),
        retries,
      });
      const failure = await failureOf(graph.users.get('id-1'));
      expect(failure).toMatchObject({ code: 'proxy-unusable', params: { from: 'HTTPS_PROXY' } });
      expect(failure.everything).not.toContain('wrong-password');
    },
  );
});

describe('a proxy that', () => {
  test.each<[string, CompanyOptions['onConnect'], number | undefined]>([
    ['forbids the host', socket => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'), 403],
    ['redirects', socket => socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\n\r\n'), 302],
    ['hangs up', socket => socket.destroy(), undefined],
    ['speaks no HTTP', socket => socket.end('220 mail.contoso.example ESMTP\r\n'), undefined],
    [
      'speaks in place of the server',
      socket => socket.write('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}'),
      undefined,
    ],
  ])('%s is named as what failed', async (_name, onConnect, proxyStatus) => {
    const { graph } = await open({ onConnect });
    const failure = await failureOf(graph.users.get('id-1'));
    expect(failure).toMatchObject({ code: 'graph-unreachable', params: { proxy: `127.0.0.1:${company?.port}` } });
    expect(failure.params.proxyStatus).toBe(proxyStatus);
  });

  test('never answers holds neither a request nor the end', async () => {
    const { network } = await open({ onConnect: socket => socket.resume() });
    const url = new URL('https://graph.keydesk.example/');
    await expect(network.exchange({ url, method: 'GET', timeout: 100, most: 1 })).rejects.toMatchObject({
      kind: 'timeout',
    });
    const held = network.exchange({ url, method: 'GET', timeout: 60_000, most: 1 });
    const ended = expect(held).rejects.toMatchObject({ kind: 'cancelled', sent: false });
    await expect.poll(() => company?.tunnels.length).toBe(2);
    network.close();
    await ended;
    await expect.poll(() => company?.open.size).toBe(0);
  });

  test('is not there is named', async () => {
    const { graph } = await open({}, { HTTPS_PROXY: 'http://127.0.0.1:1' });
    const failure = await failureOf(graph.users.get('id-1'));
    expect(failure).toMatchObject({
      code: 'graph-unreachable',
      params: { proxy: '127.0.0.1:1', mayHaveArrived: false },
    });
  });
});
