import { expect, test } from 'vitest';
import { createGraphClient } from '../../../../src/main/services/graph/client.ts';
import { checkGraphTarget } from '../../../../src/main/services/graph/graphTarget.ts';
import { fixedToken } from '../../../../src/main/services/graph/tokens.ts';
import { failureOf } from './failure.ts';

const connection = (graphUrl: string) => ({ graphUrl, tenantId: 'tenant', version: 'v1.0' as const });

test.each(['https://graph.microsoft.com', 'http://127.0.0.1:8080', 'http://[::1]:1', 'http://localhost/'])(
  '%s is safe',
  url => {
    expect(() => checkGraphTarget(connection(url))).not.toThrow();
  },
);

test.each([
  'http://graph.microsoft.com',
  'http://127.0.0.1.example.com',
  'http://localhost@example.com',
  'http://192.168.0.1',
  'ftp://localhost',
  'file:///etc/passwd',
  'graph.microsoft.com',
  '',
])('%s is not safe', async url => {
  expect(await failureOf(() => checkGraphTarget(connection(url)))).toMatchObject({ code: 'connection-insecure' });
  const client = () => createGraphClient(connection(url), async () => 'token');
  expect(await failureOf(client)).toMatchObject({ code: 'connection-insecure' });
});

test.each([
  'http://user:PWSECRET@evil.example/',
  'https://user:PWSECRET@graph.microsoft.com',
  'http://PWSECRET@127.0.0.1:8080',
  'https://user:PWSECRET@bad host/',
  'user:PWSECRET@graph.microsoft.com',
])('%s is refused, and the error does not quote it', async url => {
  for (const use of [() => checkGraphTarget(connection(url)), () => fixedToken(connection(url), 'token')]) {
    const failure = await failureOf(use);
    expect(failure).toMatchObject({ code: 'connection-insecure', params: { rule: 'credentials' } });
    expect(JSON.stringify(failure)).not.toContain('PWSECRET');
  }
});

test('a fixed token is for this computer alone, and no error tells it', async () => {
  const token = 'a-secret';
  expect(await fixedToken(connection('http://127.0.0.1:8080'), token)({ fresh: false })).toBe(token);
  const failure = await failureOf(() => fixedToken(connection('https://graph.microsoft.com'), token));
  expect(failure).toMatchObject({ code: 'connection-insecure' });
  expect(JSON.stringify(failure)).not.toContain(token);
});
