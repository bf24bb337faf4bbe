import type PDFDocument from 'pdfkit';

type Document = InstanceType<typeof PDFDocument>;

interface Glyph {
  id: number;
  codePoints: number[];
}

/** The font that a document uses. The types of pdfkit do not have it. */
interface Font {
  layout(...request: readonly unknown[]): { readonly glyphs: readonly Glyph[] };
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Glyphs whose letters are in the order of the page. Several pens may share a font. */
const turned = new WeakSet<Glyph>();

/**
 * Lets readers copy and search ligatures of right-to-left scripts, such as lam-alef. A reader turns around the whole line that a page shows
 * from left to right, including the letters of one glyph. So their order in the file is that of the page. Call it for each font, when the
 * font is the current one.
 */
export function readableLigatures(document: Document): void {
  const { font } = (document as unknown as { _font: { font: Font } })._font;
  const layout = font.layout.bind(font);
  font.layout = (...request) => {
    const run = layout(...request);
    for (const glyph of run.glyphs) {
      if (glyph.codePoints.length < 2 || turned.has(glyph)) continue;
      turned.add(glyph);
      if (RIGHT_TO_LEFT.test(String.fromCodePoint(glyph.codePoints[0] ?? 0)))
        glyph.codePoints = glyph.codePoints.toReversed();
    }
    return run;
  };
}
