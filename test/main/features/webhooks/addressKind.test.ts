import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardOf, parseTarget } from '../../../../src/main/features/webhooks/address.ts';
import { kindOf } from '../../../../src/main/features/webhooks/addressKind.ts';

/** IPv4 ranges that are not public: first address, prefix length, and what they are. From IANA's registry, and the clouds' documents. */
const REFUSED = [
  ['0.0.0.0', 8, 'special'],
  ['10.0.0.0', 8, 'own'],
  ['100.64.0.0', 10, 'own'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'metadata'],
  ['172.16.0.0', 12, 'own'],
  ['192.0.0.0', 24, 'special'],
  ['192.0.2.0', 24, 'special'],
  ['192.88.99.0', 24, 'special'],
  ['192.168.0.0', 16, 'own'],
  ['198.18.0.0', 15, 'special'],
  ['198.51.100.0', 24, 'special'],
  ['203.0.113.0', 24, 'special'],
  ['224.0.0.0', 4, 'special'],
  ['240.0.0.0', 4, 'special'],
] as const;
/** Services of cloud providers, in ranges of any kind. */
const METADATA = ['169.254.169.254', '169.254.170.2', '168.63.129.16', '100.100.100.200', '192.0.0.192'];

const toNumber = (text: string) => text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
const toText = (n: number) => [24, 16, 8, 0].map(bits => Math.floor(n / 2 ** bits) % 256).join('.');
const halves = (n: number) => [Math.floor(n / 65536), n % 65536].map(half => half.toString(16)) as [string, string];

const refused = fc.oneof(
  ...REFUSED.map(([first, bits]) => fc.nat(2 ** (32 - bits) - 1).map(offset => toNumber(first) + offset)),
  ...METADATA.map(address => fc.constant(toNumber(address))),
);

/** Every form in which an IPv6 address can hold an IPv4 one. */
const EMBEDDINGS: readonly [name: string, embed: (n: number) => string][] = [
  ['IPv4-mapped', n => `::ffff:${toText(n)}`],
  ['IPv4-mapped in hexadecimal', n => `::ffff:${halves(n).join(':')}`],
  ['IPv4-compatible', n => `::${halves(n).join(':')}`],
  ['IPv4-translated', n => `::ffff:0:${halves(n).join(':')}`],
  ['NAT64', n => `64:ff9b::${halves(n).join(':')}`],
  ['NAT64 with dots', n => `64:ff9b::${toText(n)}`],
  ['local NAT64', n => `64:ff9b:1::${halves(n).join(':')}`],
  ['local NAT64 /48', n => `64:ff9b:1:${halves(n)[0]}:0:${halves(n)[1]}::`],
  ['6to4', n => `2002:${halves(n).join(':')}::1`],
  ['Teredo server', n => `2001:0:${halves(n).join(':')}::`],
  ['Teredo client', n => `2001:0:808:808:0:0:${halves(2 ** 32 - 1 - n).join(':')}`],
  ['ISATAP', n => `2600:1f00::5efe:${halves(n).join(':')}`],
  ['ISATAP with the universal bit', n => `2600:1f00::200:5efe:${halves(n).join(':')}`],
  ['ISATAP, link-local', n => `fe80::5efe:${halves(n).join(':')}`],
];

describe('an address that is not public', () => {
  test.each(REFUSED)('%s/%i is %s', (first, bits, kind) => {
    const last = toNumber(first) + 2 ** (32 - bits) - 1;
    for (const n of [toNumber(first), last]) {
      expect([kind, 'metadata']).toContain(kindOf(toText(n)));
      expect(kindOf(toText(n))).not.toBe('public');
    }
  });

  test.each(EMBEDDINGS)('is refused as %s', (name, embed) => {
    fc.assert(
      fc.property(refused, n => {
        expect(kindOf(embed(n))).not.toBe('public');
        // A mapped loopback address is this computer, which an administrator may name.
        if (name.startsWith('IPv4-mapped') && kindOf(toText(n)) === 'loopback') return;
        // So is ::1, another spelling of the compatible 0.0.0.1.
        if (name === 'IPv4-compatible' && n === 1) return;
        expect(() => parseTarget(`https://[${embed(n)}]/`)).toThrow('webhook-address-refused');
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['fe80::1', 'special'],
    ['fe80::1%eth0', 'special'],
    ['fec0::1', 'special'],
    ['fc00::1', 'own'],
    ['fd00::1', 'own'],
    ['::', 'special'],
    ['::1', 'loopback'],
    ['ff02::1', 'special'],
    ['100::1', 'special'],
    ['2001:db8::1', 'special'],
    ['3fff::1', 'special'],
    ['2001:2::1', 'special'],
    ['2001:20::1', 'special'],
    ['5f00::1', 'special'],
    ['4000::1', 'special'],
    ['fd00:ec2::254', 'metadata'],
    ['fd20:ce::254', 'metadata'],
    ['', 'special'],
    ['hooks.contoso.example', 'special'],
  ])('%s is %s', (address, kind) => {
    expect(kindOf(address)).toBe(kind);
  });

  test.each(METADATA.flatMap(address => EMBEDDINGS.slice(0, 6).map(([, embed]) => embed(toNumber(address)))))(
    'a metadata service at %s is refused also where its host is named as a private one',
    address => {
      expect(() => parseTarget(`https://[${address}]/`, `[${address}]`)).toThrow();
    },
  );

  test.each(METADATA)('a metadata service at %s is refused also where its host is named as a private one', address => {
    expect(() => parseTarget(`https://${address}/`, address)).toThrow('webhook-address-refused');
  });

  test.each(['metadata.google.internal', 'METADATA.google.internal.', 'metadata.goog', 'metadata', 'instance-data'])(
    'the name %s is refused, no matter who resolves it',
    name => {
      expect(() => parseTarget(`https://${name}/`)).toThrow('webhook-address-refused');
      expect(() => parseTarget(`https://${name}/`, name)).toThrow('webhook-address-refused');
    },
  );
});

test('public addresses are public, directly and through NAT64', () => {
  const isRefused = (n: number) =>
    METADATA.includes(toText(n)) ||
    REFUSED.some(([first, bits]) => n >= toNumber(first) && n < toNumber(first) + 2 ** (32 - bits)) ||
    // Assigned to name servers for private addresses (RFC 7534, 7535) and to multicast tunnels (RFC 7450).
    ['192.31.196.', '192.52.193.', '192.175.48.'].some(prefix => toText(n).startsWith(prefix));
  fc.assert(
    fc.property(fc.nat(2 ** 32 - 1), n => {
      fc.pre(!isRefused(n));
      expect(kindOf(toText(n))).toBe('public');
      expect(kindOf(`64:ff9b::${halves(n).join(':')}`)).toBe('public');
      expect(kindOf(`::ffff:${toText(n)}`)).toBe('public');
    }),
    { numRuns: 2000 },
  );
  for (const address of ['2606:4700::1111', '2a00:1450:4001::200e', '2600:1f00::1'])
    expect(kindOf(address)).toBe('public');
});

describe('a name with several addresses', () => {
  const guard = (...addresses: string[]) =>
    guardOf('public', (_host, _options, done) =>
      done(
        null,
        addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
  const tried = (...addresses: string[]) =>
    new Promise<unknown>(resolve =>
      guard(...addresses).lookup('hooks.example', { all: true }, (error, found) => resolve(error ?? found)),
    );

  test('is connected to at those that are public alone', async () => {
    expect(await tried('10.0.0.1', '64:ff9b::a00:1', '8.8.8.8', '::ffff:127.0.0.1')).toEqual([
      { address: '8.8.8.8', family: 4 },
    ]);
    expect(await tried('10.0.0.1', '::ffff:a9fe:a9fe')).toMatchObject({ code: 'webhook-address-refused' });
  });

  test('goes to a proxy only where all are public, since the proxy chooses', async () => {
    await expect(guard('8.8.8.8', '10.0.0.1').checkProxied('hooks.example')).rejects.toMatchObject({
      code: 'webhook-address-refused',
      params: { address: '10.0.0.1' },
    });
    await expect(guard('8.8.8.8', '2606:4700::1111').checkProxied('hooks.example')).resolves.toBeUndefined();
  });

  test('that only the proxy can resolve is left to the proxy', async () => {
    const blind = guardOf('public', (_host, _options, done) =>
      done(Object.assign(new Error(), { code: 'ENOTFOUND' }), []),
    );
    await expect(blind.checkProxied('hooks.example')).resolves.toBeUndefined();
  });
});
