import { KeydeskError } from '../../contract/errors/errors.ts';

/**
 * Decodes text that another program wrote: UTF-8 with or without a byte order mark, or UTF-16 with one, which is what PowerShell's
 * `>` and Notepad write. The mark is no part of the text.
 * @throws KeydeskError invalid-input for other bytes: guessing an encoding could change a PIN or a secret without a word
 */
export function decodeText(bytes: Uint8Array): string {
  const text = decodeLeniently(bytes);
  // A NUL is what UTF-16 without a mark looks like.
  if (text.includes('\uFFFD') || text.includes('\0')) {
    throw new KeydeskError('invalid-input', { detail: 'not-text' });
  }
  return text;
}

/**
 * Decodes PEM, whose blocks are ASCII: bytes beyond it stand in comments, so a comment in Latin-1 does no harm.
 * @throws KeydeskError invalid-input for UTF-16 without a byte order mark
 */
export function decodePem(bytes: Uint8Array): string {
  const text = decodeLeniently(bytes);
  return text.includes('\0') ? decodeText(bytes) : text;
}

/** The same for the beginning of a text that is still being read: what is cut off or wrong becomes U+FFFD. */
export function decodeLeniently(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
