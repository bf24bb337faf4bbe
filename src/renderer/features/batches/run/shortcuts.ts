import { useEffect, useRef } from 'react';
import { isDialogOpen } from '../../../ui/dialog/openDialogs.ts';

/**
 * The letters of the shortcuts, each with Alt. A letter alone would be the beginning of a name that is typed or scanned (and WCAG 2.2, 2.1.4,
 * forbids it). They do not open a menu of Electron, and are at the same place on all common keyboards.
 */
export const letters = {
  pause: 'P',
  skip: 'S',
  later: 'L',
  note: 'N',
  retry: 'R',
  putBack: 'B',
  showPin: 'I',
  handedOver: 'O',
} as const;
export type Shortcut = keyof typeof letters;
export type Actions = Readonly<Record<Shortcut, (() => void) | undefined>>;

/** Runs an action when its shortcut is pressed, unless a dialog is open. */
export function useShortcuts(actions: Actions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  }, [actions]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat || isDialogOpen()) return;
      const name = (Object.keys(letters) as Shortcut[]).find(each => event.code === `Key${letters[each]}`);
      if (name === undefined) return;
      // Otherwise macOS types a special character.
      event.preventDefault();
      latest.current[name]?.();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
