/**
 * SECURITY: characters that are invisible, or that change how the text around them is shown: controls (C0, DEL, C1),
 * line and paragraph separators, bidi and other format controls, lone surrogates, noncharacters, and others that are
 * ignorable by default. Variation selectors belong to visible characters. So does a joiner between letters beyond ASCII
 * or between emoji. Between other characters it creates two names that look alike.
 */
const HIDDEN =
  /(?!\p{Variation_Selector}|(?<=(?!\p{ASCII})[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])\p{Join_Control}(?=(?!\p{ASCII})[\p{L}\p{M}\p{Extended_Pictographic}]))[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/gu;

/** Returns a text with each hidden character written as its code point, such as `\u{1b}` for ESC. */
export function showHidden(text: string): string {
  return text.replace(HIDDEN, character => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/**
 * Returns a value with the hidden characters of all its texts written as code points. Keeps line breaks. A value that
 * is itself a text is a part of a file, and does not change.
 */
export function withoutHidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(visible);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [visible(name), visible(member)]));
}

function visible(value: unknown): unknown {
  return typeof value === 'string' ? value.split('\n').map(showHidden).join('\n') : withoutHidden(value);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Returns JSON of the same value with hidden characters escaped, so that a terminal shows them instead of executing
 * them. Outside its strings, JSON has C0 controls only as white space.
 */
export function escapeHidden(json: string): string {
  return json.replace(HIDDEN, character => (character < ' ' ? character : character.replaceAll(/[\s\S]/g, escapeUnit)));
}

/** Returns a UTF-16 unit as a JSON escape. */
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
