const YUBICO = 0x1050;

/**
 * Returns a firmware version in its vendor's notation. getInfo has it as one number whose form the specification does
 * not define (CTAP 2.3, 6.4, firmwareVersion). Yubico uses one byte each for major, minor and patch: 0x050701 is 5.7.1.
 * The number of another vendor is shown unchanged.
 * @param version decimal digits if a JSON number cannot hold it
 * @param vendorId of USB
 */
export function firmwareWords(version: number | string, vendorId: number | null | undefined): string {
  const isBytes = typeof version === 'number' && version > 0xffff && version <= 0xffffff;
  if (vendorId !== YUBICO || !isBytes) return String(version);
  return [version >> 16, (version >> 8) & 0xff, version & 0xff].join('.');
}
