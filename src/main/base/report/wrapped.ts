/** Scripts that are written without spaces between words. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
/** What must not begin a line in Chinese and Japanese: closing punctuation, small kana, and marks of length. */
const NOT_FIRST =
  /^[、。，．：；？！）」』】〕〉》］｝ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ・…‥)\]},.:;?!%]/u;
/** What must not end one: opening punctuation. */
const NOT_LAST = /[（「『【〔〈《［｛([{]$/u;

const words = new Intl.Segmenter('ja', { granularity: 'word' });
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Breaks a text into lines.
 * @param most number of lines. The last one gets everything that remains
 * @param fits whether a line is narrow enough
 */
export function wrapped(text: string, most: number, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r\n|[\n\r\u2028\u2029]/u)) {
    let line = '';
    for (const part of partsOf(paragraph)) {
      for (const piece of fits(part.trim()) ? [part] : [...characters.segment(part)].map(({ segment }) => segment)) {
        if (line.trim() !== '' && lines.length < most - 1 && !fits((line + piece).trim())) {
          lines.push(line.trim());
          line = '';
        }
        line += piece;
      }
    }
    if (lines.length === most) lines[most - 1] = `${lines[most - 1]} ${line.trim()}`;
    else lines.push(line.trim());
  }
  return lines;
}

/** Returns the parts between which a line may break. Spaces stay at the end of their part. */
function partsOf(paragraph: string): string[] {
  return paragraph.split(/(?<=\s)(?=\S)/u).flatMap(word => {
    if (!WITHOUT_SPACES.test(word)) return [word];
    const parts: string[] = [];
    for (const { segment } of words.segment(word)) {
      const last = parts.at(-1);
      if (last !== undefined && (NOT_FIRST.test(segment) || NOT_LAST.test(last) || /^\s/u.test(segment))) {
        parts[parts.length - 1] = last + segment;
      } else parts.push(segment);
    }
    return parts;
  });
}
