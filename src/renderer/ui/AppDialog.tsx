import { Dialog } from '@fluentui/react-components';
import { cloneElement, type ReactElement, type Ref, useEffect, useState } from 'react';
import { focusFirstOf, focusTrail } from './focusTrail.ts';
import { noteDialog } from './openDialogs.ts';
import { useKeptFocus } from './useKeptFocus.ts';
import { useOnLeave } from './useOnLeave.ts';

/**
 * The one host of every dialog, open for as long as it is rendered; `children` is its DialogSurface.
 *
 * Fluent's Dialog returns the focus, and removes `aria-hidden` from the page behind it, only where it has a trigger of its own
 * and is still rendered when it closes. Dialogs here are rendered while they are wanted, often by a menu item that is gone by
 * then. Focusing the page by script does both: Tabster, which keeps the rest hidden, then ends that at once.
 */
export function AppDialog(props: {
  modalType?: 'modal' | 'alert' | 'non-modal';
  /** What is being done must end first: Escape and a click beside the dialog do nothing. */
  busy?: boolean;
  onClose: () => void;
  children: ReactElement<{ ref?: Ref<HTMLElement> }>;
}) {
  const { modalType = 'modal', busy = false, onClose, children } = props;
  const [before] = useState(focusTrail);
  const [surface, setSurface] = useState<HTMLElement | null>(null);
  useEffect(noteDialog, []);
  useKeptFocus(surface);
  useOnLeave(() => {
    // What has taken the focus meanwhile keeps it.
    if (document.activeElement === null || document.activeElement === document.body) focusFirstOf(before);
  });
  return (
    <Dialog open modalType={modalType} onOpenChange={(_, data) => !data.open && !busy && onClose()}>
      {cloneElement(children, { ref: setSurface })}
    </Dialog>
  );
}
