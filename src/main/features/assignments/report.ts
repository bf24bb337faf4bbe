import { setImmediate as otherWork } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { type Assignment, type AssignmentFilter, assignmentStates } from '../../../contract/assignments/schema.ts';
import { assignedKeyWords, reasonWords, sourceWords } from '../../../contract/assignments/words.ts';
import { commas, type Language, locale, wordsOf } from '../../../words/say.ts';
import { openFonts } from '../../base/report/fonts.ts';
import { AT_ONCE, BOTTOM, LINE, PAGE, SMALL, TEXT } from '../../base/report/listPage.ts';
import { base64Parts, pdfBytes } from '../../base/report/pdfParts.ts';
import { Pen } from '../../base/report/pen.ts';
import { type AssignmentSummary, allOf, type FoundAssignments } from './query.ts';

/** The heading of a report, and its language. */
export interface ReportHead {
  readonly language: Language;
  readonly tenant: string;
  readonly filter: AssignmentFilter;
  /** The name of the filter's group, if known. */
  readonly group: string | undefined;
  readonly at: Date;
  /** The time of the last import of users and groups; null if there was none. */
  readonly importedAt: string | null;
}

const columns = [
  { id: 'user', width: 168 },
  { id: 'state', width: 66 },
  { id: 'why', width: 170 },
  { id: 'purpose', width: 56 },
  { id: 'key', width: 113 },
  { id: 'source', width: 94 },
  { id: 'changed', width: 102 },
] as const;

/** Returns the filtered assignments as a PDF for printing, in base64 parts that can be joined. */
export async function* assignmentReport(found: FoundAssignments, head: ReportHead): AsyncGenerator<string> {
  const summary = await found.summary();
  const document = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    // All text is placed by position. An automatic page break would add an empty page.
    margin: 0,
    info: { Title: wordsOf('report', head.language).document, Author: 'Keydesk', CreationDate: head.at },
    lang: head.language,
  });
  yield* base64Parts(pdfBytes(document, () => write(document, found, summary, head)));
}

async function write(
  document: PDFKit.PDFDocument,
  found: FoundAssignments,
  summary: AssignmentSummary,
  head: ReportHead,
): Promise<void> {
  const sheet = new Sheet(document, head);
  sheet.head(summary);
  for await (const assignments of allOf(found)) {
    for (const [i, assignment] of assignments.entries()) {
      sheet.row(assignment);
      if (i % AT_ONCE === 0) await otherWork();
    }
  }
  document.end();
}

/** Draws the pages of the report, from top to bottom. */
class Sheet {
  readonly #document: PDFKit.PDFDocument;
  readonly #pen: Pen;
  readonly #head: ReportHead;
  readonly #words: ReportWords;
  readonly #names: AssignmentNames;
  #y: number = PAGE.margin;
  #page = 1;

  constructor(document: PDFKit.PDFDocument, head: ReportHead) {
    this.#document = document;
    this.#pen = new Pen(document, openFonts());
    this.#head = head;
    this.#words = wordsOf('report', head.language);
    this.#names = wordsOf('assignments', head.language);
  }

  head({ counts, total }: AssignmentSummary): void {
    const { tenant, at, importedAt } = this.#head;
    const words = this.#words;
    const width = PAGE.width - 2 * PAGE.margin;
    const line = (text: string, style: Parameters<Pen['line']>[4], height: number) => {
      this.#pen.line(text, PAGE.margin, this.#y, width, style);
      this.#y += height;
    };
    line(words.title, { size: 18, bold: true }, 26);
    line(words.tenant({ tenant, time: this.#utc(at) }), TEXT, 13);
    line(importedAt === null ? words.noUsers : words.usersAt({ time: this.#utc(new Date(importedAt)) }), TEXT, 13);
    const filters = filterWords(this.#head);
    if (filters !== '') line(filters, TEXT, 13);
    const numbers = assignmentStates.map(state =>
      words.count({ state: this.#names.states[state], count: counts[state] }),
    );
    line([...numbers, words.listed({ count: total })].join('   '), { size: 9.5, bold: true }, 22);
    this.#titles();
  }

  row(assignment: Assignment): void {
    const why = this.#pen.wrapped(reasonWords(assignment, this.#head.language), columns[2].width - 8, 3, SMALL);
    const height = Math.max(2, why.length) * LINE + 8;
    if (this.#y + height > BOTTOM) this.#nextPage();
    const y = this.#y + 4;
    const { user, purpose, state, updatedAt } = assignment;
    const cells = [user.displayName, this.#names.states[state], '', this.#names.purposes[purpose]];
    const rest = [
      assignedKeyWords(assignment) ?? this.#words.none,
      sourceWords(assignment, this.#head.language),
      this.#moment(new Date(updatedAt)),
    ];
    this.#cells([...cells, ...rest], y, TEXT);
    const [users, , reasons] = this.#places();
    this.#pen.line(user.userPrincipalName, users ?? 0, y + LINE, columns[0].width - 8, SMALL);
    if (assignment.passkeyName !== null) {
      this.#pen.line(assignment.passkeyName, this.#places()[4] ?? 0, y + LINE, columns[4].width - 8, SMALL);
    }
    for (const [i, line] of why.entries()) {
      this.#pen.line(line, reasons ?? 0, y + i * LINE, columns[2].width - 8, SMALL);
    }
    this.#y += height;
    this.#rule('#e0e0e0');
  }

  #titles(): void {
    this.#cells(
      columns.map(({ id }) => this.#words.columns[id]),
      this.#y,
      { size: 8.5, bold: true },
    );
    this.#y += 15;
    this.#rule('#8a8a8a');
    this.#foot();
  }

  #nextPage(): void {
    this.#document.addPage();
    this.#page++;
    this.#y = PAGE.margin;
    this.#titles();
  }

  #foot(): void {
    const made = this.#words.foot({ time: this.#utc(this.#head.at) });
    this.#pen.line(made, PAGE.margin, PAGE.height - 36, 400, SMALL);
    this.#pen.line(this.#words.page({ page: this.#page }), PAGE.width - PAGE.margin - 60, PAGE.height - 36, 60, SMALL);
  }

  /** Returns a time in UTC, because a report is read in many time zones. */
  #utc(time: Date): string {
    return this.#words.utc({ time: this.#moment(time) });
  }

  #moment(time: Date): string {
    const form = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
    return new Intl.DateTimeFormat(locale(this.#head.language), { ...form, hourCycle: 'h23', timeZone: 'UTC' }).format(
      time,
    );
  }

  #cells(texts: readonly string[], y: number, style: Parameters<Pen['line']>[4]): void {
    const places = this.#places();
    for (const [i, { width }] of columns.entries()) {
      const text = texts[i] ?? '';
      if (text !== '') this.#pen.line(text, places[i] ?? 0, y, width - 8, style);
    }
  }

  #places(): number[] {
    let x: number = PAGE.margin;
    return columns.map(({ width }) => {
      const place = x;
      x += width;
      return place;
    });
  }

  #rule(color: string): void {
    const [from, to] = [PAGE.margin, PAGE.width - PAGE.margin];
    this.#document.moveTo(from, this.#y).lineTo(to, this.#y).lineWidth(0.5).strokeColor(color).stroke();
  }
}

type ReportWords = ReturnType<typeof wordsOf<'report'>>;
type AssignmentNames = ReturnType<typeof wordsOf<'assignments'>>;

function filterWords({ filter, group, language }: ReportHead): string {
  const words = wordsOf('report', language);
  const { states } = wordsOf('assignments', language);
  const parts = {
    state:
      filter.states &&
      commas(
        filter.states.map(state => states[state]),
        language,
      ),
    user: filter.user,
    text: filter.text,
    key: filter.key,
    group: filter.group === undefined ? undefined : (group ?? filter.group),
    workflow: filter.workflow,
    from: filter.from,
    to: filter.to,
  };
  const named = (Object.keys(parts) as (keyof typeof parts)[]).flatMap(name =>
    parts[name] ? [words.filter[name]({ value: parts[name] })] : [],
  );
  return named.length === 0 ? '' : words.filters({ filters: named.join('; ') });
}
