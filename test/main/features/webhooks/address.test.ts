import { describe, expect, test } from 'vitest';
import { guardOf, parseTarget, type Reach } from '../../../../src/main/features/webhooks/address.ts';

const refusal = (url: string, privateHost?: string) => {
  try {
    parseTarget(url, privateHost);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('the address of a webhook', () => {
  test.each([
    ['https://hooks.contoso.example/x', undefined, 'public'],
    ['https://8.8.8.8/x', undefined, 'public'],
    ['http://127.0.0.1:8080/x', undefined, 'loopback'],
    ['https://[::1]/x', undefined, 'loopback'],
    ['http://localhost:1/x', undefined, 'loopback'],
    ['https://10.1.2.3/x', '10.1.2.3', 'private'],
    ['https://intranet.contoso.example/x', 'Intranet.contoso.example', 'private'],
    ['https://[fd00::1]/x', '[fd00::1]', 'private'],
  ])('%s (private: %s) reaches %s', (url, privateHost, reach) => {
    expect(parseTarget(url, privateHost).reach).toBe(reach);
  });

  test.each([
    ['', 'not-a-url'],
    ['hooks.contoso.example', 'not-a-url'],
    ['ftp://hooks.contoso.example/', 'not-a-url'],
    ['http://hooks.contoso.example/', 'not-https'],
    ['http://8.8.8.8/', 'not-https'],
    ['http://localhost.contoso.example/', 'not-https'],
    ['https://user:word@hooks.contoso.example/', 'credentials'],
  ])('%s is refused: %s', (url, rule) => {
    expect(refusal(url)).toMatchObject({ code: 'webhook-url-refused', params: { rule } });
  });

  test('is kept without what follows a #, and with all the rest', () => {
    expect(parseTarget('https://hooks.contoso.example:8443/x?y=z#secret').url.href).toBe(
      'https://hooks.contoso.example:8443/x?y=z',
    );
  });

  test.each(['https://user@hooks.contoso.example/', 'https://:word@hooks.contoso.example/'])(
    '%s is refused: it holds a name or a password',
    url => {
      expect(refusal(url)).toMatchObject({ code: 'webhook-url-refused', params: { rule: 'credentials' } });
    },
  );

  test.each<[string, string | undefined, object]>([
    ['https://10.1.2.3/', undefined, { host: '10.1.2.3', address: '10.1.2.3', kind: 'own' }],
    ['https://[fe80::1]/', undefined, { host: 'fe80::1', address: 'fe80::1', kind: 'special' }],
    ['https://169.254.169.254/', '169.254.169.254', { kind: 'metadata' }],
    ['https://instance-data.ec2.internal/', undefined, { host: 'instance-data.ec2.internal', kind: 'metadata' }],
    ['https://127.0.0.1.example/', '127.0.0.1.example', {}],
  ])('%s (private: %s) is refused with %o', (url, privateHost, params) => {
    const error = refusal(url, privateHost);
    if (Object.keys(params).length === 0) expect(error).toBeUndefined();
    else expect(error).toMatchObject({ code: 'webhook-address-refused', params });
  });

  test('a private host is the one in the address, or none', () => {
    expect(refusal('https://10.1.2.3/', '10.1.2.4')).toMatchObject({ params: { rule: 'private-host' } });
  });

  test.each([
    'https://10.1.2.3/',
    'https://192.168.0.1/',
    'https://172.16.0.9/',
    'https://169.254.169.254/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://0x0a000001/',
  ])('%s cannot be reached without being named', url => {
    expect(refusal(url)).toMatchObject({ code: 'webhook-address-refused' });
  });

  test('naming a host does not open multicast or this computer', () => {
    for (const host of ['224.0.0.1', '0.0.0.0', '255.255.255.255']) {
      expect(refusal(`https://${host}/`, host)).toMatchObject({ code: 'webhook-address-refused' });
    }
  });
});

describe('a name that is looked up', () => {
  const look = (reach: Reach, all: boolean) =>
    new Promise<unknown>(resolve =>
      guardOf(reach).lookup('localhost', { all }, (error, found) => resolve(error ?? found)),
    );

  test.each([true, false])('leads to this computer only where that was meant (all: %s)', async all => {
    expect(await look('public', all)).toMatchObject({ code: 'webhook-address-refused', params: { host: 'localhost' } });
    expect(await look('private', all)).toMatchObject({ code: 'webhook-address-refused' });
    const found = await look('loopback', all);
    expect(all ? found : [{ address: found }]).toEqual(
      expect.arrayContaining([expect.objectContaining({ address: expect.stringMatching(/^(127\.|::1)/) })]),
    );
  });

  test('fails as the look-up does, and names the address that is out of reach, or none', async () => {
    const broken = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    const end = (error: NodeJS.ErrnoException | null, ...addresses: string[]) =>
      new Promise<unknown>(resolve =>
        guardOf('public', (_host, options, done) => {
          expect(options.all).toBe(true);
          done(
            error,
            addresses.map(address => ({ address, family: 4 })),
          );
        }).lookup('hooks.example', { all: false }, (refused, found, family) => resolve(refused ?? [found, family])),
      );
    expect(await end(broken)).toBe(broken);
    expect(await end(null)).toMatchObject({ params: { host: 'hooks.example', address: '', kind: 'special' } });
    expect(await end(null, '10.0.0.1')).toMatchObject({ params: { address: '10.0.0.1', kind: 'own' } });
    expect(await end(null, '10.0.0.1', '8.8.8.8', '8.8.4.4')).toEqual(['8.8.8.8', 4]);
    expect(guardOf('private').name).toBe('private');
  });
});
