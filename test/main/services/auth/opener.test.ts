import { expect, test } from 'vitest';
import { adminCenterUrl, adminConsentUrl } from '../../../../src/contract/connections/adminPages.ts';
import { clouds } from '../../../../src/contract/connections/clouds.ts';
import type { ConnectionSettings } from '../../../../src/contract/connections/schema.ts';
import { openAdminPage } from '../../../../src/main/features/connections/adminPages.ts';
import { safeOpener } from '../../../../src/main/services/auth/opener.ts';
import { failureOf } from '../graph/failure.ts';

const LOGIN = 'https://login.microsoftonline.com';

async function opens(address: string): Promise<string[]> {
  const opened: string[] = [];
  await safeOpener(async url => void opened.push(url), [LOGIN])(address);
  return opened;
}

test('opens the sign-in', async () => {
  const url = `${LOGIN}/contoso.example/oauth2/v2.0/authorize?client_id=x&state=%20`;
  expect(await opens(url)).toEqual([url]);
});

test.each([
  'http://login.microsoftonline.com/',
  'https://login.microsoftonline.com.evil.example/',
  'https://evil.example/login.microsoftonline.com',
  'https://login.microsoftonline.com:444/',
  'https://login.microsoftonline.com@evil.example/',
  'https://user:password@login.microsoftonline.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '--help',
  '',
])('does not open %s', async address => {
  expect(await failureOf(() => opens(address))).toMatchObject({ code: 'connection-insecure' });
});

test('Microsoft’s pages are named, never given as an address', async () => {
  const opened: string[] = [];
  const open = async (url: string) => void opened.push(url);
  const connection: ConnectionSettings = {
    id: 'a',
    name: 'Contoso',
    tenantId: '../x?y',
    clientId: 'c d',
    signIn: 'browser',
    version: 'v1.0',
    ...clouds.china,
  };
  await openAdminPage([connection], { page: 'admin-consent', id: 'a' }, open);
  await openAdminPage([], { page: 'admin-center', cloud: 'us-gov' }, open);
  expect(opened).toEqual([
    'https://login.partner.microsoftonline.cn/..%2Fx%3Fy/adminconsent?client_id=c+d',
    adminCenterUrl('us-gov'),
  ]);
  expect(opened[0]).toBe(adminConsentUrl(connection));
  const unknown = () => openAdminPage([], { page: 'admin-consent', id: 'a' }, open);
  expect(await failureOf(unknown)).toMatchObject({ code: 'connection-not-found' });
});
