import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuthenticatorInfo } from '../../../../src/ctap/ctap2/getInfo.ts';
import { judgeMake } from '../../../../src/main/features/enrollment/make.ts';
import type { Doubt, VerifiedCredential } from '../../../../src/main/features/enrollment/verify.ts';
import { type Metadata, openMetadata } from '../../../../src/main/services/metadata/metadata.ts';
import { type BlobEntry, createAuthority } from '../../services/metadata/authority.ts';
import { type Issued, issue } from '../../services/metadata/pki.ts';

const AAGUID = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const DAY = 24 * 60 * 60 * 1000;
const info = { aaguid: AAGUID, attestationFormats: ['packed'], firmwareVersion: 3 } as unknown as AuthenticatorInfo;
const user = { id: 'u1' } as never;

let folder: string;
let metadata: Metadata;
let maker: Issued;
let leaf: Issued;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-make-'));
  metadata = openMetadata(folder);
  maker = await issue({ subject: 'CN=Maker' });
  leaf = await issue({ subject: 'CN=Key', by: maker });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function list(entry: Omit<BlobEntry, 'aaguid'>): Promise<void> {
  const authority = await createAuthority();
  const file = join(folder, 'blob.jwt');
  writeFileSync(file, await authority.blob({ entries: [{ aaguid: AAGUID, description: 'Model one', ...entry }] }));
  await metadata.update({ file, root: authority.rootPem });
}

/** What comes of a credential with these certificates: an error, the warnings, and whether the policy was asked. */
async function judge(
  certificates: readonly Uint8Array[],
  { doubt = undefined as Doubt | undefined, demands = false, now = Date.now() } = {},
) {
  const warnings: unknown[] = [];
  const asked: unknown[] = [];
  const parts = {
    graph: () => ({ clock: { now: () => now } }) as never,
    metadata,
    policies: {
      judge: async () => ({ verdict: 'allowed', profile: 'Default' }) as never,
      demandsAttestation: async (...about: unknown[]) => {
        asked.push(about);
        return demands;
      },
    },
  };
  const credential = { certificates, doubt } as VerifiedCredential;
  const error = await judgeMake(parts, user, info, credential, warning => void warnings.push(warning)).catch(
    ({ code, params }) => ({ code, params }),
  );
  return { error, warnings, asked };
}
const nothing = { error: undefined, warnings: [] };

describe('a new credential', () => {
  test('whose certificates lead to the maker raises no doubt, whatever the policy demands', async () => {
    await list({ roots: [maker.der] });
    expect(await judge([leaf.der], { demands: true })).toEqual({ ...nothing, asked: [] });
  });

  test.each<[string, () => Promise<void>]>([
    ['no list has', async () => undefined],
    ['has no anchors', () => list({})],
  ])('of a model that %s raises no doubt', async (_, prepare) => {
    await prepare();
    expect(await judge([leaf.der], { demands: true })).toEqual({ ...nothing, asked: [] });
  });

  test('of another maker, or whose certificate has expired by the server’s clock, is refused', async () => {
    await list({ roots: [maker.der] });
    const other = await issue({ subject: 'CN=Other', ca: true });
    expect((await judge([other.der])).error).toMatchObject({ code: 'attestation-untrusted' });
    expect((await judge([leaf.der], { now: Date.now() + 90 * 365 * DAY })).error).toMatchObject({
      code: 'attestation-expired',
    });
  });

  test.each([
    [3, 'key-model-refused'],
    [2, undefined],
  ])('of a batch with a fault up to firmware %i, on firmware 3: %s', async (authenticatorVersion, code) => {
    const certificate = Buffer.from(leaf.der).toString('base64');
    const compromised = { status: 'ATTESTATION_KEY_COMPROMISE', effectiveDate: '2024-01-01', certificate };
    await list({ roots: [maker.der], statuses: [{ ...compromised, authenticatorVersion }] });
    expect((await judge([leaf.der])).error?.code).toBe(code);
  });

  test('without certificates goes to Entra without a word, and is refused where the policy demands attestation', async () => {
    await list({ roots: [maker.der] });
    const about = [[user, { aaguid: AAGUID, attestationFormats: ['packed'] }]];
    expect(await judge([])).toEqual({ ...nothing, asked: about });
    expect((await judge([], { demands: true })).error).toEqual({
      code: 'attestation-unproven',
      params: { reason: 'no-certificate', demanded: true },
    });
  });

  const odd = { reason: 'attestation-format', value: 'odd' };
  test.each<[string, typeof odd | undefined, () => Promise<void>, { reason: string }]>([
    ['could not be checked', odd, async () => undefined, odd],
    ['could not be checked, of a listed model', odd, () => list({ roots: [maker.der] }), odd],
    [
      'is of a model whose roots cannot be read',
      undefined,
      () => list({ roots: ['AAAA'] }),
      { reason: 'anchors-unreadable' },
    ],
  ])(
    'whose attestation %s is a warning, and is refused where the policy demands it',
    async (_, doubt, prepare, params) => {
      await prepare();
      const unproven = { code: 'attestation-unproven', params };
      expect(await judge([leaf.der], { doubt })).toMatchObject({ error: undefined, warnings: [unproven] });
      expect(await judge([leaf.der], { doubt, demands: true })).toMatchObject({
        error: { code: 'attestation-unproven', params: { ...params, demanded: true } },
        warnings: [],
      });
    },
  );
});
