import { sheetWords } from '../../../../words/saySheets.ts';
import type { Flow } from './flow.ts';
import type { SheetFacts } from './keySheet.ts';

/** The height of each third of a folded sheet on a roll. */
const THIRD_OF_ROLL = 110;

/**
 * Writes the folded sheet of a PIN. SECURITY: the lower third is folded up over the PIN, then the upper third back, so that the name is
 * outside and the PIN inside.
 */
export function writePinSheet(flow: Flow, { name, account, language }: SheetFacts, pin: string): void {
  const words = sheetWords(language);
  const { sizes, height } = flow.paper;
  const third = height === null ? THIRD_OF_ROLL : height / 3;
  const nameSize = height === null ? sizes.name : sizes.heading * 1.4;
  flow.y = third - nameSize * 3 - sizes.small * 2;
  flow.centered(name, { size: nameSize, bold: true }, 2);
  flow.centered(account, { size: sizes.small, color: '#616161' }, 1);
  flow.y = third;
  flow.fold(words.fold2);
  flow.space(height === null ? sizes.small * 0.5 : third / 6);
  flow.words(words.pinOf, { size: sizes.text, color: '#616161' }, 2);
  flow.space(sizes.text * 0.5);
  flow.pin(pin, sizes.pin);
  flow.space(sizes.text * 0.5);
  flow.words(words.pinSecret, { size: sizes.small });
  flow.words(words.pinBlocks, { size: sizes.small });
  // On a roll, a long text makes the middle longer, and then the lower third.
  const middle = Math.max(third, flow.y + sizes.small - third);
  flow.y = third + middle;
  flow.fold(words.fold1);
  flow.y = third + 2 * middle;
}
