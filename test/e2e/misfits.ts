import type { Page } from 'playwright-core';

/** A truncated text shows at least this much, in px: about ten letters. */
const READABLE = 88;
/** Words with more letters may break. */
const LONG_WORD = 14;

/**
 * Returns what does not fit: pages that scroll sideways, controls outside the window, truncated text without a tooltip
 * or with hardly any visible letters, broken words, overlapping texts, badges and headers that are too small for their
 * text.
 */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(
    ({ readable, longWord }) => {
      const found: string[] = [];
      for (const element of document.querySelectorAll('html, #main, [role="dialog"], [role="alertdialog"]')) {
        if (element.scrollWidth > element.clientWidth + 1)
          found.push(`${element.id || element.tagName} scrolls sideways`);
      }
      const isOut = ({ left, right }: DOMRect) => left < -1 || right > window.innerWidth + 1;
      for (const element of document.querySelectorAll('button, a, input, select, [role="tab"]')) {
        const box = element.getBoundingClientRect();
        // The skip link is far outside until it has the focus.
        const isFarOut = box.left < -1000 || box.left > window.innerWidth + 1000;
        if (!element.checkVisibility() || box.width === 0 || isFarOut) continue;
        if (isOut(box))
          found.push(`${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent} is outside`);
      }
      for (const element of document.querySelectorAll<HTMLElement>(
        '#main *, [role="dialog"] *, [role="alertdialog"] *',
      )) {
        const { overflowX, textOverflow } = getComputedStyle(element);
        const isCut =
          overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
        // Text in a field scrolls with the cursor.
        if (element instanceof HTMLInputElement && element.value !== '') continue;
        if (!isCut || element.childElementCount > 0 || !element.checkVisibility()) continue;
        const tip = element.closest<HTMLElement>('[title]');
        if (tip === null || textOverflow !== 'ellipsis') found.push(`“${element.textContent}” is cut`);
        else if (element.clientWidth < readable) found.push(`“${element.textContent}” shows ${element.clientWidth} px`);
      }

      interface Line {
        readonly text: Text;
        readonly box: DOMRect;
      }
      /** Returns the visible part of a text, without what the boxes around it cut off. */
      const seen = (text: Text, rect: DOMRect): DOMRect => {
        let [left, top, right, bottom] = [rect.left, rect.top, rect.right, rect.bottom];
        for (let box = text.parentElement; box !== null && box.id !== 'root'; box = box.parentElement) {
          const { overflowX, clipPath } = getComputedStyle(box);
          if (clipPath !== 'none') return new DOMRect();
          if (overflowX === 'visible') continue;
          const outer = box.getBoundingClientRect();
          left = Math.max(left, outer.left);
          top = Math.max(top, outer.top);
          right = Math.min(right, outer.right);
          bottom = Math.min(bottom, outer.bottom);
        }
        return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
      };
      const lines: Line[] = [];
      // A dialog covers the page.
      const roots = document.querySelector('[aria-modal="true"]')
        ? '[aria-modal="true"]'
        : 'header, main, nav, aside, section';
      const texts = new Set<Text>();
      for (const root of document.querySelectorAll(roots)) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) texts.add(walker.currentNode as Text);
      }
      const range = document.createRange();
      for (const text of texts) {
        const parent = text.parentElement;
        if (text.data.trim() === '' || parent === null || !parent.checkVisibility({ visibilityProperty: true }))
          continue;
        for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
          if (word.length > longWord || !/^\p{L}+[.,:]?$/u.test(word)) continue;
          range.setStart(text, index);
          range.setEnd(text, index + word.length);
          const pieces = [...range.getClientRects()].map(rect => seen(text, rect)).filter(({ width }) => width > 2);
          if (pieces.some(({ top }) => top > (pieces[0]?.top ?? 0) + 3)) found.push(`“${word}” is broken`);
        }
        range.selectNodeContents(text);
        for (const rect of range.getClientRects()) {
          const box = seen(text, rect);
          if (box.width > 2 && box.height > 2 && box.left > -1000) lines.push({ text, box });
        }
      }
      for (const [i, one] of lines.entries()) {
        for (const other of lines.slice(i + 1)) {
          if (one.text === other.text) continue;
          const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          // Line boxes are higher than their letters.
          if (across > 2 && down > 5) found.push(`“${one.text.data}” lies over “${other.text.data}”`);
        }
      }
      for (const { text, box } of lines) {
        const badge = text.parentElement?.closest('.fui-Badge, .fui-Button, header');
        if (badge == null || badge.classList.contains('fui-BreadcrumbButton')) continue;
        const outer = badge.getBoundingClientRect();
        const room = badge.tagName === 'HEADER' ? 2 : -2;
        const leaves = box.left < outer.left + room || box.right > outer.right - room;
        if (leaves || box.top < outer.top + room || box.bottom > outer.bottom - room)
          found.push(`“${text.data}” leaves its ${badge.tagName}`);
      }
      return [...new Set(found)];
    },
    { readable: READABLE, longWord: LONG_WORD },
  );
}

/**
 * Returns the words of Keydesk that a window of usual width does not show whole: truncated texts, also if they have a
 * tooltip, placeholders that are longer than their field, and words that break without a hyphen. Names, addresses and
 * ids may be truncated.
 */
export function cutWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const isFact = (text: string) => /[@#]|[0-9a-f]{8}-[0-9a-f]{4}-/.test(text);
    const canvas = document.createElement('canvas').getContext('2d');
    for (const element of document.querySelectorAll<HTMLElement>('#root *')) {
      const { textOverflow, font } = getComputedStyle(element);
      if (element instanceof HTMLInputElement && canvas !== null && element.clientWidth > 0) {
        canvas.font = font;
        const isLonger = canvas.measureText(element.placeholder).width > element.clientWidth;
        if (isLonger && element.value === '') found.push(`placeholder “${element.placeholder}”`);
        continue;
      }
      const isCut = textOverflow === 'ellipsis' && element.scrollWidth > element.clientWidth + 1;
      const text = element.textContent ?? '';
      if (isCut && element.clientWidth > 0 && !isFact(text)) found.push(`“${text}” is cut`);
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const text = walker.currentNode as Text;
      const hyphens = text.parentElement === null ? 'manual' : getComputedStyle(text.parentElement).hyphens;
      for (const { 0: word, index } of text.data.matchAll(/\p{L}{2,}/gu)) {
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const tops = new Set(
          [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)),
        );
        if (tops.size > 1 && hyphens !== 'auto' && !isFact(text.data)) found.push(`“${word}” is broken`);
      }
    }
    return [...new Set(found)];
  });
}

const LONG =
  'Maximiliana von und zu Hohenlohe-Waldenburg-Schillingsfürst Donaudampfschifffahrtsgesellschaftskapitänswitwe';
const longNames: readonly (readonly [name: string, long: string])[] = [
  ['Ines Pereira', LONG],
  ['user1@contoso.example', `${LONG.replaceAll(' ', '.').toLowerCase()}@contoso.example`],
  ['Practice key', `Practice key of ${LONG}`],
  ['Contoso', `The Contoso branch of ${LONG}`],
];

/**
 * Replaces the visible names with long ones, until the window draws them again. Those in the window's frame stay long.
 */
export function lengthenNames(page: Page): Promise<void> {
  return page.evaluate(names => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode as Text;
      const name = names.find(([short]) => text.data.includes(short));
      if (name !== undefined && !text.data.includes(name[1])) text.data = text.data.replace(name[0], name[1]);
    }
  }, longNames);
}
