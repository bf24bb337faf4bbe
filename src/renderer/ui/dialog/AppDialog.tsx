import { Dialog, DialogSurface, makeStyles } from '@fluentui/react-components';
import { type CSSProperties, useEffect, useState } from 'react';
import { focusFirstOf, focusTrail } from '../focus/focusTrail.ts';
import { useKeptFocus } from '../focus/useKeptFocus.ts';
import { useOnLeave } from '../focus/useOnLeave.ts';
import { DialogParts, type DialogPartsProps } from './DialogParts.tsx';
import { noteDialog } from './openDialogs.ts';

export interface AppDialogProps extends DialogPartsProps {
  /** `alert`: a click beside the dialog does not close it. `non-modal`: the rest of the window stays usable. */
  modalType?: 'modal' | 'alert' | 'non-modal';
  /** The largest width, with its unit. */
  width?: string;
}

const useStyles = makeStyles({
  // A variable, so that Fluent's rule for a narrow window still wins.
  wide: { maxWidth: 'var(--dialog-width)' },
});

/**
 * Every dialog of the window. It is open while it is rendered. It keeps the focus, and restores it afterwards.
 *
 * Fluent's Dialog restores the focus, and removes `aria-hidden` from the page behind it, only if it has its own trigger
 * and is still rendered when it closes. Keydesk renders dialogs only while they are needed, and often a menu item that
 * no longer exists opened them. Moving the focus to the page by script does both: Tabster, which hides the rest of the
 * page, then stops immediately.
 */
export function AppDialog({ modalType = 'modal', width, ...parts }: AppDialogProps) {
  const styles = useStyles();
  const [focusedBefore] = useState(focusTrail);
  const [surface, setSurface] = useState<HTMLElement | null>(null);
  const isBusy = parts.work?.isPending === true;
  useEffect(noteDialog, []);
  useKeptFocus(surface);
  useOnLeave(() => {
    // If another element has taken the focus, it keeps it.
    if (document.activeElement === null || document.activeElement === document.body) focusFirstOf(focusedBefore);
  });
  const wide =
    width === undefined ? {} : { className: styles.wide, style: { '--dialog-width': width } as CSSProperties };
  return (
    <Dialog open modalType={modalType} onOpenChange={(_, data) => !data.open && !isBusy && parts.onClose()}>
      <DialogSurface ref={setSurface} {...wide}>
        <DialogParts {...parts} hasCross={modalType === 'non-modal'} />
      </DialogSurface>
    </Dialog>
  );
}
