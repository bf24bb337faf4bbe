import { describe, expect, it } from 'vitest';
import { clouds } from '../../../../../src/contract/connections/clouds.ts';
import type { ConnectionView } from '../../../../../src/contract/connections/schema.ts';
import {
  connectionOf,
  credentialOf,
  draftOf,
  inCloud,
  isApp,
  isComplete,
} from '../../../../../src/renderer/features/settings/connections/draft.ts';

/** The addresses of a cloud, which a connection takes from it. */
const addresses = (name: keyof typeof clouds) => ({
  authority: clouds[name].authority,
  graphUrl: clouds[name].graphUrl,
});

const kept = {
  id: 'c1',
  name: 'Contoso',
  tenantId: 'T1',
  clientId: 'A1',
  ...addresses('china'),
  version: 'beta',
  signIn: 'secret',
  account: null,
  credential: { kind: 'secret' },
  trouble: null,
} as unknown as ConnectionView;

describe('the draft of a connection', () => {
  it('begins in the global cloud with the browser', () => {
    expect(draftOf(null)).toMatchObject({
      ...addresses('global'),
      cloud: 'global',
      signIn: 'browser',
      version: 'v1.0',
    });
  });

  it('of an existing connection has its values and its cloud, but no secret', () => {
    expect(draftOf(kept)).toMatchObject({ name: 'Contoso', cloud: 'china', version: 'beta', secret: '', pem: '' });
    const elsewhere = draftOf({ ...kept, graphUrl: 'https://graph.example' });
    expect(elsewhere).toMatchObject({ cloud: 'other', graphUrl: 'https://graph.example' });
  });

  it('is named after its tenant without a name', () => {
    expect(connectionOf({ ...draftOf(kept), name: ' ' }).name).toBe('T1');
    expect(connectionOf({ ...draftOf(kept), name: ' Main ' }).name).toBe('Main');
  });

  it('sends no secret with the connection', () => {
    expect(Object.keys(connectionOf({ ...draftOf(kept), secret: 's' })).sort()).toEqual(
      ['authority', 'clientId', 'graphUrl', 'name', 'signIn', 'tenantId', 'version'].sort(),
    );
  });

  it('takes the addresses of a cloud, and keeps them for another one', () => {
    expect(inCloud('china')).toEqual({ cloud: 'china', ...addresses('china') });
    expect(inCloud('other')).toEqual({ cloud: 'other' });
  });

  it('is complete with a tenant and an app, which a fixed token does not need', () => {
    const draft = draftOf(kept);
    expect(isComplete(draft)).toBe(true);
    expect(isComplete({ ...draft, tenantId: ' ' })).toBe(false);
    expect(isComplete({ ...draft, clientId: '' })).toBe(false);
    expect(isComplete({ ...draft, clientId: '', signIn: 'token' })).toBe(true);
  });
});

describe('what an app signs in with', () => {
  it('is what the person entered for the way that is chosen', () => {
    const both = { secret: 's', pem: 'p' };
    expect(credentialOf({ ...both, signIn: 'secret' })).toEqual({ kind: 'secret', secret: 's' });
    expect(credentialOf({ ...both, signIn: 'certificate' })).toEqual({ kind: 'certificate', pem: 'p' });
    expect(credentialOf({ ...both, signIn: 'browser' })).toBeUndefined();
  });

  it('stays as it is if the person entered nothing', () => {
    expect(credentialOf({ secret: '', pem: '', signIn: 'secret' })).toBeUndefined();
  });

  it('is needed only by an app that signs in as itself', () => {
    expect((['certificate', 'secret', 'browser', 'device-code', 'token'] as const).filter(isApp)).toEqual([
      'certificate',
      'secret',
    ]);
  });
});
