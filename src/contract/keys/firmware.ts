const YUBICO = 0x1050;

/**
 * Returns a firmware version as its maker writes it. getInfo has it as one number whose form the specification leaves open
 * (CTAP 2.3, 6.4, firmwareVersion). Yubico puts major, minor and patch into a byte each: 0x050701 is 5.7.1. The number of another maker
 * is shown as it is.
 * @param version decimal digits where it is wider than a JSON number
 * @param vendorId of USB
 */
export function firmwareWords(version: number | string, vendorId: number | null | undefined): string {
  const isBytes = typeof version === 'number' && version > 0xffff && version <= 0xffffff;
  if (vendorId !== YUBICO || !isBytes) return String(version);
  return [version >> 16, (version >> 8) & 0xff, version & 0xff].join('.');
}
