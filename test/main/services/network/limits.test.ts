import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loginNetwork } from '../../../../src/main/services/auth/network.ts';
import { signInError } from '../../../../src/main/services/auth/signInErrors.ts';
import { createGraphClient } from '../../../../src/main/services/graph/client.ts';
import { fixedToken } from '../../../../src/main/services/graph/tokens.ts';
import { fromUrl } from '../../../../src/main/services/metadata/source.ts';
import { parseJson } from '../../../../src/main/services/network/json.ts';
import { openNetwork } from '../../../../src/main/services/network/network.ts';
import { openRawServer } from './rawServer.ts';

const retries = { sleep: async () => undefined, random: () => 0, clock: Date.now };
const MB = 1024 * 1024;

/** A server on this computer, whose open answers can be counted. */
async function serve(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const cut: boolean[] = [];
  const server = createServer((request, response) => {
    response.on('close', () => cut.push(!response.writableFinished));
    answer(response, request);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

function graphAt(url: string, timeout = 20_000) {
  const connection = { graphUrl: url, tenantId: '', version: 'v1.0' as const };
  return createGraphClient(connection, fixedToken(connection, 'token'), {
    network: openNetwork({ env: {} }),
    retries,
    timeout,
  });
}

/** 300 MB of JSON that compress well, as in an answer of a hostile server. */
const BOMB = () => Buffer.concat([Buffer.from('{"value":"'), Buffer.alloc(300 * MB, 'a'), Buffer.from('"}')]);

/** Most memory that this process held outside of objects while `work` ran, in bytes, above what it held before. */
async function memoryOf(work: Promise<unknown>): Promise<number> {
  const held = () => process.memoryUsage().arrayBuffers;
  const before = held();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, held())), 1);
  await work.catch(() => undefined);
  clearInterval(timer);
  return Math.max(most, held()) - before;
}

describe('an answer of 300 MB', () => {
  const bombs = {
    gzip: gzipSync(BOMB(), { level: 9 }),
    br: brotliCompressSync(BOMB(), { params: { 1: 4 } }),
  };

  test.each(['gzip', 'br'] as const)('in some kB of %s is cut at the limit', async encoding => {
    expect(bombs[encoding].length).toBeLessThan(400_000);
    const { url } = await serve(response =>
      response.writeHead(200, { 'content-encoding': encoding }).end(bombs[encoding]),
    );
    const asked = graphAt(url).users.get('x');
    const ended = expect(asked).rejects.toMatchObject({
      code: 'graph-too-large',
      params: { what: 'size', megabytes: 16, path: '/v1.0/users/x' },
    });
    expect(await memoryOf(asked)).toBeLessThan(80 * MB);
    await ended;
  });

  test('that never ends is cut, and so is its connection', async () => {
    const part = Buffer.alloc(64 * 1024, 'a');
    const { url, cut } = await serve(response => {
      const write = () => {
        while (!response.destroyed && response.write(part));
        if (!response.destroyed) response.once('drain', write);
      };
      write();
    });
    await expect(graphAt(url).users.get('x')).rejects.toMatchObject({ code: 'graph-too-large' });
    await expect(fromUrl(`${url}/blob`, openNetwork({ env: {} }))).rejects.toMatchObject({
      code: 'answer-too-large',
      params: { host: '127.0.0.1', megabytes: 32 },
    });
    await expect.poll(() => cut).toEqual([true, true]);
  });

  test('of the sign-in is cut at 1 MB', async () => {
    const exchange = openNetwork({ env: {} }).exchange;
    const { url } = await serve(response => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bombs.gzip));
    // The sign-in speaks https only; this network brings the answer of a server without TLS.
    const plain = {
      ...openNetwork({ env: {} }),
      exchange: (asked: Parameters<typeof exchange>[0]) => exchange({ ...asked, url: new URL(url) }),
    };
    const login = loginNetwork('https://login.example', undefined, plain);
    await expect(login.sendGetRequestAsync('https://login.example/x')).rejects.toMatchObject({
      code: 'answer-too-large',
    });
    const about = { authority: 'https://login.example', tenantId: '', clientId: '' };
    expect(signInError(new Error('MSAL’s'), about, login)).toMatchObject({
      code: 'answer-too-large',
      params: { host: 'login.example', megabytes: 1 },
    });
  });
});

describe('what real servers send is read', () => {
  const user = (n: number) => ({
    id: `id-${n}`,
    displayName: 'M'.repeat(256),
    userPrincipalName: `${'u'.repeat(100)}${n}@contoso.example`,
    mail: 'm'.repeat(100),
    jobTitle: 'j'.repeat(128),
    department: 'd'.repeat(64),
    employeeId: String(n),
    accountEnabled: true,
    userType: 'Member',
  });

  test.each(['identity', 'gzip', 'br', 'deflate'])('a page of 999 users (%s)', async encoding => {
    const pack = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync }[encoding] ?? Buffer.from;
    const value = Array.from({ length: 999 }, (_, n) => user(n));
    const body = JSON.stringify({ value, '@odata.deltaLink': 'http://x/v1.0/users/delta?$deltatoken=1' });
    const { url } = await serve((response, { headers }) => {
      expect(headers['accept-encoding']).toBe('gzip, br');
      const link = body.replace('http://x', url);
      response.writeHead(200, { 'content-encoding': encoding }).end(pack(Buffer.from(link)));
    });
    const page = await graphAt(url).delta.users(undefined);
    expect(page.items).toHaveLength(999);
  });

  test('a list of key models of 12 MB', async () => {
    const { url } = await serve(response => response.end('a'.repeat(12 * MB)));
    expect(await fromUrl(url, openNetwork({ env: {} }))).toHaveLength(12 * MB);
  });
});

describe('an answer that cannot be decompressed', () => {
  const good = gzipSync('{}');
  test.each<[string, string, Buffer]>([
    ['twice', 'gzip, gzip', gzipSync(good)],
    ['in an unknown way', 'compress', good],
    ['wrongly', 'gzip', Buffer.from('not gzip')],
    ['not to its end', 'gzip', good.subarray(0, good.length - 5)],
  ])('compressed %s', async (_name, encoding, body) => {
    const { url } = await serve(response => response.writeHead(200, { 'content-encoding': encoding }).end(body));
    await expect(graphAt(url).users.get('x')).rejects.toMatchObject({
      code: 'graph-unreachable',
      params: { mayHaveArrived: true },
    });
  });
});

test('a body that drips ends at the deadline of the whole answer', async () => {
  const { url } = await serve(response => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('a'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const began = performance.now();
  await expect(graphAt(url, 200).users.get('x')).rejects.toMatchObject({ code: 'graph-timeout' });
  expect(performance.now() - began).toBeLessThan(2000);
});

test('a server that does not speak HTTP gets its own error', async () => {
  const server = await openRawServer(socket => socket.end('SSH-2.0-OpenSSH\r\n'));
  await expect(graphAt(`http://127.0.0.1:${server.port}`).users.get('x')).rejects.toMatchObject({
    code: 'graph-unreachable',
  });
  await server.close();
});

describe('JSON', () => {
  test.each<[string, string, string]>([
    ['nested without end', '['.repeat(100_000), 'depth'],
    ['objects in objects', '{"a":'.repeat(65), 'depth'],
    ['millions of values', `[${'[],'.repeat(2_000_000)}[]]`, 'values'],
  ])('%s is refused before it is parsed', (_name, text, reason) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ kind: 'too-large', reason }));
  });

  test('brackets in texts are no nesting', () => {
    const value = { text: `${'['.repeat(1000)}\\"${'{'.repeat(1000)}`, deep: [[[[1]]]] };
    expect(parseJson(JSON.stringify(value))).toEqual(value);
  });

  test('a text that is no JSON is not quoted', () => {
    const inspected = (text: string) => {
      try {
        return parseJson(text);
      } catch (error) {
        return inspect(error);
      }
    };
    expect(inspected('{"access_token":"secret"')).toContain('malformed: JSON');
    expect(inspected('{"access_token":"secret"')).not.toContain('secret');
  });

  test('endless nesting from Graph gets its own error', async () => {
    const { url } = await serve(response => response.end('{"a":'.repeat(10_000)));
    await expect(graphAt(url).users.get('x')).rejects.toMatchObject({
      code: 'graph-too-large',
      params: { what: 'depth' },
    });
  });
});
