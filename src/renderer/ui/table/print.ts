import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import { isPrintShortcut } from '../focus/shortcuts.ts';

/** Maximum number of rows that a list prints, more than a hundred pages. Longer lists can be exported. */
export const MOST_PRINTED = 5000;

/** Prints the list of the page; null if the page has no list. */
let printList: (() => void) | null = null;

/**
 * Prints the window after it has drawn a change of its state. React draws a large change in pieces, between which a busy computer may draw several
 * frames, so the change is drawn at once.
 */
export async function printDrawn(change: () => void = () => undefined): Promise<void> {
  flushSync(change);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  window.print();
}

/** Makes Ctrl+P and Cmd+P call `print`, which may first load rows that the window does not have. */
export function usePrintList(print: () => void): void {
  useEffect(() => {
    printList = print;
    return () => {
      if (printList === print) printList = null;
    };
  }, [print]);
}

/** Handles Ctrl+P and Cmd+P on every page. The browser's own shortcut does not wait for a list, and Electron has none. */
export function usePrintShortcut(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isPrintShortcut(event)) return;
      event.preventDefault();
      if (printList === null) window.print();
      else printList();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
