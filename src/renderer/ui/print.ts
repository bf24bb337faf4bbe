import { useEffect } from 'react';

/** What a list prints at most: over a hundred pages. Longer ones are for an export. */
export const MOST_PRINTED = 5000;

/** How the list of the page prints, where it has one. */
let printList: (() => void) | null = null;

/** Prints the window once what has just been loaded is drawn. */
export async function printDrawn(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  window.print();
}

/** Has Ctrl+P and Cmd+P print the list by `print`, which may load first what the window does not hold. */
export function usePrintList(print: () => void): void {
  useEffect(() => {
    printList = print;
    return () => {
      if (printList === print) printList = null;
    };
  }, [print]);
}

/** Ctrl+P and Cmd+P, on every page: the browser's own would not wait for a list, and a window of Electron has none. */
export function usePrintShortcut(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
      if (ctrlKey === metaKey || altKey || shiftKey || key.toLowerCase() !== 'p') return;
      event.preventDefault();
      if (printList === null) window.print();
      else printList();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
