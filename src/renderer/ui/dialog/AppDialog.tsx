import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type CSSProperties, type ReactNode, useEffect, useState } from 'react';
import { strings } from '../../strings.ts';
import { CallFailure } from '../display/CallFailure.tsx';
import { focusFirstOf, focusTrail } from '../focus/focusTrail.ts';
import { useKeptFocus } from '../focus/useKeptFocus.ts';
import { useOnLeave } from '../focus/useOnLeave.ts';
import { noteDialog } from './openDialogs.ts';

/** The primary button of a dialog. Without `onClick` it submits the form of the dialog. */
export interface DialogAction {
  label: string;
  disabled?: boolean;
  onClick?: () => void;
}

export interface AppDialogProps {
  title: string;
  children: ReactNode;
  action?: DialogAction | undefined;
  /** Makes the dialog a form, which the action submits. */
  onSubmit?: () => void;
  /** A button before the action. */
  before?: ReactNode;
  /**
   * The call that the dialog makes. While it is pending the buttons, Escape and a click beside the dialog do nothing. Its failure is
   * shown below the content, so that the person can try again.
   */
  work?: { readonly isPending: boolean; readonly error: unknown };
  onClose: () => void;
  closeLabel?: string;
  /** For a dialog that only shows something: Close is its primary button. */
  primaryClose?: boolean;
  /** `alert`: a click beside the dialog does not close it. `non-modal`: the rest of the window can be used meanwhile. */
  modalType?: 'modal' | 'alert' | 'non-modal';
  /** The largest width, with its unit. */
  width?: string;
}

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, overflowWrap: 'anywhere' },
  // A variable, so that Fluent's rule for a narrow window still wins.
  wide: { maxWidth: 'var(--dialog-width)' },
});

/** Every dialog of the window, open for as long as it is rendered. */
export function AppDialog(props: AppDialogProps) {
  const styles = useStyles();
  const { title, children, action, onSubmit, before, onClose, closeLabel = strings.close, primaryClose, width } = props;
  const { isPending, error } = props.work ?? { isPending: false, error: null };
  const body = (
    <DialogBody>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent className={styles.content}>
        {children}
        <CallFailure error={error} />
      </DialogContent>
      <DialogActions>
        {before}
        {action !== undefined && (
          <Button
            type={action.onClick === undefined ? 'submit' : 'button'}
            appearance="primary"
            disabledFocusable={isPending || action.disabled === true}
            onClick={action.onClick}
          >
            {action.label}
          </Button>
        )}
        <Button
          appearance={primaryClose === true ? 'primary' : 'secondary'}
          disabledFocusable={isPending}
          onClick={onClose}
        >
          {closeLabel}
        </Button>
      </DialogActions>
    </DialogBody>
  );
  return (
    <Host modalType={props.modalType ?? 'modal'} busy={isPending} width={width} onClose={onClose}>
      {onSubmit === undefined ? body : <Form onSubmit={onSubmit}>{body}</Form>}
    </Host>
  );
}

function Form({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

/**
 * Opens the dialog and keeps the focus.
 *
 * Fluent's Dialog returns the focus, and removes `aria-hidden` from the page behind it, only if it has a trigger of its own
 * and is still rendered when it closes. The dialogs of Keydesk are rendered while they are wanted, often by a menu item that is gone
 * when they close. Focusing the page by script does both: Tabster, which hides the rest of the page, then stops at once.
 */
function Host(props: {
  modalType: 'modal' | 'alert' | 'non-modal';
  busy: boolean;
  width: string | undefined;
  onClose: () => void;
  children: ReactNode;
}) {
  const styles = useStyles();
  const { modalType, busy, width, onClose, children } = props;
  const [focusedBefore] = useState(focusTrail);
  const [surface, setSurface] = useState<HTMLElement | null>(null);
  useEffect(noteDialog, []);
  useKeptFocus(surface);
  useOnLeave(() => {
    // Something else may have taken the focus meanwhile. It keeps the focus.
    if (document.activeElement === null || document.activeElement === document.body) focusFirstOf(focusedBefore);
  });
  return (
    <Dialog open modalType={modalType} onOpenChange={(_, data) => !data.open && !busy && onClose()}>
      <DialogSurface
        ref={setSurface}
        {...(width === undefined
          ? {}
          : { className: styles.wide, style: { '--dialog-width': width } as CSSProperties })}
      >
        {children}
      </DialogSurface>
    </Dialog>
  );
}
