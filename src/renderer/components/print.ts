import { useEffect } from 'react';

/** What a list prints at most: some hundred pages. Longer ones are for an export. */
export const MOST_PRINTED = 5000;

/** Prints the window once what has just been loaded is drawn. */
export async function printDrawn(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  window.print();
}

/** Has Ctrl+P and Cmd+P print by `print`, which may load first what the window does not hold; the browser's own would not wait. */
export function usePrintShortcut(print: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
      if (ctrlKey === metaKey || altKey || shiftKey || key.toLowerCase() !== 'p') return;
      event.preventDefault();
      print();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [print]);
}
