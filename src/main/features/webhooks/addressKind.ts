import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';

/**
 * The kind of an address. `metadata` is a service of a cloud provider that answers any program on a machine, often with credentials.
 * `special` is any other address; Keydesk never connects to it.
 */
export type AddressKind = 'public' | 'own' | 'loopback' | 'metadata' | 'special';

/** Ranges of ipaddr.js that belong to an organization's own network. */
const OWN = ['private', 'uniqueLocal', 'carrierGradeNat'];

/**
 * SECURITY: services of cloud providers at ordinary-looking addresses: Azure's wire server, the metadata of Alibaba and Oracle, and of AWS
 * over IPv6. Those in 169.254.0.0/16 are already link-local.
 */
const METADATA = [
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '169.254.0.0/16',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
].map(range => ipaddr.parseCIDR(range));

/** The whole public IPv6 Internet (RFC 4291, 2.4). The rest is reserved, and a kernel may route it anywhere. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Returns the kind of an address. SECURITY: an IPv4 address inside an IPv6 address counts as that IPv4 address wherever a standard defines
 * its place, because a translator or a tunnel delivers to it: mapped (RFC 4291), compatible, translated (RFC 2765), NAT64 (RFC 6052), and
 * ISATAP (RFC 5214). 6to4, Teredo and the local NAT64 prefix are always refused, because no receiver is there. A NAT64 prefix that an
 * organization chose cannot be recognized.
 */
export function kindOf(text: string): AddressKind {
  if (!ipaddr.isValid(text)) return 'special';
  const address = ipaddr.parse(text);
  if (address.kind() === 'ipv4') return kindOfIPv4(address as IPv4);
  const ipv6 = address as IPv6;
  // A zone selects a network interface, which no receiver needs.
  if (ipv6.zoneId !== undefined) return 'special';
  if (ipv6.isIPv4MappedAddress()) return kindOfIPv4(ipv6.toIPv4Address());
  // A translator that delivers to 127.0.0.1 reaches itself, not this computer.
  const held = embedded(ipv6).map(kindOfIPv4);
  return worst(kindOfIPv6(ipv6), ...held.map(kind => (kind === 'loopback' ? 'special' : kind)));
}

function kindOfIPv4(address: IPv4): AddressKind {
  if (isIn(address, METADATA)) return 'metadata';
  return kindOfRange(address.range());
}

function kindOfIPv6(address: IPv6): AddressKind {
  if (isIn(address, METADATA)) return 'metadata';
  const { parts } = address;
  // Only the inner address counts: with NAT64, computers with IPv6 only reach receivers with IPv4 only.
  if (isNat64(parts)) return 'public';
  const kind = kindOfRange(address.range());
  if (kind === 'public' && !address.match(GLOBAL_IPV6)) return 'special';
  return kind;
}

function kindOfRange(range: string): AddressKind {
  if (range === 'unicast') return 'public';
  if (range === 'loopback') return 'loopback';
  return OWN.includes(range) ? 'own' : 'special';
}

/** Returns the IPv4 addresses at the standard places of an IPv6 address. */
function embedded({ parts }: IPv6): IPv4[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, high = 0, low = 0] = parts;
  const atEnd = new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
  const zeros = a === 0 && b === 0 && c === 0 && d === 0;
  // Compatible and translated. ::1 and :: are not IPv4 addresses.
  const inZeros = zeros && (e === 0xffff || high !== 0);
  // The interface identifier of ISATAP, with or without the universal bit.
  const isatap = (e & 0xfdff) === 0 && f === 0x5efe;
  return inZeros || isNat64(parts) || isatap ? [atEnd] : [];
}

function isNat64([a, b, ...rest]: readonly number[]): boolean {
  return a === 0x64 && b === 0xff9b && rest.slice(0, 4).every(part => part === 0);
}

/** Returns the kind that the fewest reaches allow. */
function worst(...kinds: readonly AddressKind[]): AddressKind {
  const order: readonly AddressKind[] = ['metadata', 'special', 'loopback', 'own'];
  return order.find(kind => kinds.includes(kind)) ?? 'public';
}

function isIn(address: IPv4 | IPv6, ranges: readonly [IPv4 | IPv6, number][]): boolean {
  return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
}
