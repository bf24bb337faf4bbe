import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { strings } from '../../strings.ts';
import { CallFailure } from '../display/CallFailure.tsx';

/** The primary button of a dialog. Without `onClick` it submits the form of the dialog. */
export interface DialogAction {
  label: string;
  disabled?: boolean;
  onClick?: () => void;
}

/** The contents of a dialog. */
export interface DialogPartsProps {
  title: string;
  children: ReactNode;
  action?: DialogAction | undefined;
  /** Makes the dialog a form, which the action submits. */
  onSubmit?: () => void;
  /** A button before the action. */
  before?: ReactNode;
  /**
   * The call that the dialog makes. While it is pending the buttons, Escape and a click beside the dialog do nothing.
   * Its failure is shown below the content, so that the person can retry.
   */
  work?: { readonly isPending: boolean; readonly error: unknown };
  onClose: () => void;
  closeLabel?: string;
  /** For a dialog that only shows something: Close is its primary button. */
  primaryClose?: boolean;
  /** Shows a close button beside the title. */
  hasCross?: boolean;
}

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, overflowWrap: 'anywhere' },
  // A long label gets its own line rather than a narrow button.
  actions: { flexWrap: 'wrap', justifyContent: 'flex-end', '& > *': { flexShrink: 0, maxWidth: '100%' } },
});

/** The title, the content and the buttons of a dialog. */
export function DialogParts(props: DialogPartsProps) {
  const styles = useStyles();
  const { title, children, action, onSubmit, before, onClose, closeLabel = strings.close, primaryClose } = props;
  const { isPending, error } = props.work ?? { isPending: false, error: null };
  // Fluent's own close button, in a non-modal dialog, has an English name.
  const cross =
    props.hasCross === true ? (
      <Button appearance="subtle" aria-label={strings.close} icon={<DismissRegular />} onClick={onClose} />
    ) : null;
  const body = (
    <DialogBody>
      <DialogTitle action={cross}>{title}</DialogTitle>
      <DialogContent className={styles.content}>
        {children}
        <CallFailure error={error} />
      </DialogContent>
      <DialogActions className={styles.actions}>
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
  return onSubmit === undefined ? body : <Form onSubmit={onSubmit}>{body}</Form>;
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
