import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signInFromEnvironment } from '../../../../src/main/services/auth/environment.ts';

test.each(['KEYDESK_CLIENT_CERTIFICATE', 'KEYDESK_LOGIN_CA'])(
  '%s is refused if it is a device that never ends',
  name => {
    const error = expect.objectContaining({ code: 'usage', params: { detail: 'variable-file', name } });
    expect(() => signInFromEnvironment({ [name]: '/dev/zero' })).toThrow(error);
  },
);

test('a certificate is read from the file that the environment names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-environment-'));
  const file = join(folder, 'keydesk.pem');
  writeFileSync(file, '-----BEGIN CERTIFICATE-----\n');
  const credential = { kind: 'certificate', pem: '-----BEGIN CERTIFICATE-----\n' };
  expect(signInFromEnvironment({ KEYDESK_CLIENT_CERTIFICATE: file })).toEqual({ credential });
  rmSync(folder, { recursive: true });
});
