import { KeydeskError } from '../../contract/errors/errors.ts';

/**
 * Decodes text of another program: UTF-8 with or without a byte order mark, or UTF-16 with one, which PowerShell's `>`
 * and Notepad write. The result does not include the mark.
 * @throws KeydeskError invalid-input for other bytes: a guessed encoding could silently change a PIN or a secret
 */
export function decodeText(bytes: Uint8Array): string {
  const text = decodeLeniently(bytes);
  // A NUL means UTF-16 without a byte order mark.
  if (text.includes('\uFFFD') || text.includes('\0')) {
    throw new KeydeskError('invalid-input', { detail: 'not-text' });
  }
  return text;
}

/**
 * Decodes PEM, whose blocks are ASCII. Other bytes occur only in comments, so a comment in Latin-1 is ignored.
 * @throws KeydeskError invalid-input for UTF-16 without a byte order mark
 */
export function decodePem(bytes: Uint8Array): string {
  const text = decodeLeniently(bytes);
  return text.includes('\0') ? decodeText(bytes) : text;
}

/** Decodes the beginning of a text that is still being read. Incomplete or invalid bytes become U+FFFD. */
export function decodeLeniently(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
