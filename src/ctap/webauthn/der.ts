import { toHex } from '../bytes.ts';

/** One DER element: its tag, its content, and where the next one starts. */
interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly end: number;
}

const VERSION_TAG = 0xa0;
const EXTENSIONS_TAG = 0xa3;
const BOOLEAN = 0x01;

/**
 * The two things of a certificate that the platform's parser does not give: its version (1 to 3) and its extensions, by
 * the hexadecimal content of their OBJECT IDENTIFIER (RFC 5280, 4.1). @throws RangeError when it is not DER
 */
export function readTbs(der: Uint8Array): {
  version: number;
  extensions: Map<string, { critical: boolean; value: Uint8Array }>;
} {
  const certificate = first(children(der));
  const tbsCertificate = first(children(certificate.content));
  const members = children(tbsCertificate.content);
  const version = members.find(member => member.tag === VERSION_TAG);
  const extensions = members.find(member => member.tag === EXTENSIONS_TAG);
  return {
    version: 1 + (version === undefined ? 0 : (first(children(version.content)).content[0] ?? 0)),
    extensions: new Map(
      extensions === undefined ? [] : children(first(children(extensions.content)).content).map(readExtension),
    ),
  };
}

function readExtension(extension: Element): [string, { critical: boolean; value: Uint8Array }] {
  const parts = children(extension.content);
  const [oid, value] = [first(parts), parts.at(-1)];
  if (value === undefined) throw new RangeError('an extension without value');
  const critical = parts.find(part => part.tag === BOOLEAN)?.content[0] === 0xff;
  return [toHex(oid.content), { critical, value: value.content }];
}

function children(content: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let offset = 0; offset < content.length; ) {
    const element = read(content, offset);
    elements.push(element);
    offset = element.end;
  }
  return elements;
}

function first(elements: readonly Element[]): Element {
  const [element] = elements;
  if (element === undefined) throw new RangeError('an empty DER element');
  return element;
}

function read(bytes: Uint8Array, offset: number): Element {
  const [tag, short] = [bytes[offset], bytes[offset + 1]];
  if (tag === undefined || short === undefined) throw new RangeError('DER cut short');
  const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
  if (lengthBytes > 3) throw new RangeError('a DER element too long');
  const start = offset + 2 + lengthBytes;
  let length = lengthBytes === 0 ? short : 0;
  for (let i = 0; i < lengthBytes; i++) length = length * 256 + (bytes[offset + 2 + i] ?? 0);
  if (start + length > bytes.length) throw new RangeError('DER cut short');
  return { tag, content: bytes.subarray(start, start + length), end: start + length };
}
