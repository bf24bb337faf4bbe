import type { SheetLanguage } from '../../../../words/saySheets.ts';
import { sheetWords } from '../../../../words/saySheets.ts';
import type { OpenedImage } from '../../../base/report/openedImage.ts';
import type { Flow } from './flow.ts';

/** What a sheet says about one user and key. */
export interface SheetFacts {
  readonly name: string;
  readonly account: string;
  readonly model: string | null;
  readonly serial: string | null;
  readonly language: SheetLanguage;
}

export interface OrganizationFacts {
  readonly name: string;
  readonly contact: string;
  readonly logo: OpenedImage | null;
}

/** Where the PIN is: the PIN itself, on another sheet, or not part of the hand-over. */
export type SheetPin = { readonly here: string } | 'elsewhere' | 'none';

/** Writes the sheet of a key. */
export function writeKeySheet(flow: Flow, facts: SheetFacts, organization: OrganizationFacts, pin: SheetPin): void {
  const words = sheetWords(facts.language);
  const { sizes } = flow.paper;
  const text = { size: sizes.text };
  const heading = (title: string) => {
    flow.space(sizes.text * 1.2);
    flow.words(title, { size: sizes.heading, bold: true }, 2);
    flow.space(sizes.text * 0.2);
  };
  head(flow, organization);
  flow.words(words.title, { size: sizes.heading, color: '#616161' }, 2);
  flow.fact(facts.name, { size: sizes.name, bold: true });
  flow.space(sizes.text * 0.4);
  flow.words(words.intro, text);
  flow.space(sizes.text * 0.8);
  flow.rule();
  flow.space(sizes.text * 0.8);
  flow.labelled(words.account, facts.account, text);
  if (facts.model !== null) flow.labelled(words.key, facts.model, text);
  if (facts.serial !== null) flow.labelled(words.serial, facts.serial, text);
  if (pin === 'elsewhere') {
    flow.space(sizes.text * 0.6);
    flow.words(words.pinElsewhere, text);
  } else if (pin !== 'none') {
    flow.space(sizes.text);
    flow.words(words.pin, { ...text, color: '#616161' }, 1);
    flow.pin(pin.here, sizes.pin);
    flow.words(words.pinSecret, { size: sizes.small });
  }
  heading(words.first);
  for (const [i, step] of [words.first1, words.first2, words.first3].entries()) flow.item(`${i + 1}.`, step, text);
  heading(words.change);
  for (const way of [words.changeWindows, words.changeOthers, words.changeAdvice]) flow.item('•', way, text);
  flow.space(sizes.text * 0.3);
  flow.words(words.pinBlocks, { size: sizes.small });
  heading(words.help);
  const { contact } = organization;
  if (contact.trim() === '') flow.words(words.helpNobody, text);
  else flow.fact(contact.trim(), text, flow.paper.contactLines);
}

function head(flow: Flow, { name, logo }: OrganizationFacts): void {
  const { sizes } = flow.paper;
  if (logo !== null) {
    flow.image(logo);
    flow.space(sizes.text * 0.6);
  }
  if (name.trim() !== '') flow.fact(name.trim(), { size: sizes.text, bold: true });
  if (logo !== null || name.trim() !== '') flow.space(sizes.text);
}
