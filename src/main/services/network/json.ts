import { parseWellFormed } from '../../../contract/text/wellFormed.ts';
import { NetworkFault } from './fault.ts';

/** Maximum depth. Graph nests answers about ten deep, key models about eight. */
const MOST_DEPTH = 64;
/**
 * Maximum number of values. A page of 999 users has about 15,000 values, the list of the FIDO Alliance about 200,000.
 */
const MOST_VALUES = 1_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_ARRAY = 0x5d;
const CLOSE_OBJECT = 0x7d;

/**
 * Parses JSON from a server, and makes all its texts well-formed. SECURITY: endless nesting overflows the stack of code
 * that walks through it, and millions of empty values take fifty times the memory of their text. Both are detected
 * before any value is created. The error does not quote the text, which may contain tokens.
 * @throws NetworkFault too-large, malformed
 */
export function parseJson(text: string): unknown {
  checkShape(text);
  try {
    return parseWellFormed(text);
  } catch {
    throw new NetworkFault('malformed', { sent: true, reason: 'JSON' });
  }
}

function checkShape(text: string): void {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === BACKSLASH) at++;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === COMMA) values++;
    else if (unit === OPEN_ARRAY || unit === OPEN_OBJECT) {
      values++;
      if (++depth > MOST_DEPTH) throw new NetworkFault('too-large', { sent: true, reason: 'depth' });
    } else if (unit === CLOSE_ARRAY || unit === CLOSE_OBJECT) depth--;
    if (values > MOST_VALUES) throw new NetworkFault('too-large', { sent: true, reason: 'values' });
  }
}
