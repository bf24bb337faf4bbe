import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { failureOf } from '../client/failure.ts';
import { strings } from '../strings.ts';
import { AppDialog } from './AppDialog.tsx';
import { FailureMessage } from './FailureMessage.tsx';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, overflowWrap: 'anywhere' },
});

/** Asks once, then does it; a failure stays in the dialog so that it can be tried again. */
export function ConfirmDialog(props: {
  title: string;
  action: string;
  pending: boolean;
  error: unknown;
  disabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const styles = useStyles();
  const { title, action, pending, error, disabled = false, onConfirm, onClose, children } = props;
  return (
    <AppDialog modalType="alert" busy={pending} onClose={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {children}
            {error !== null && error !== undefined && <FailureMessage failure={failureOf(error)} />}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" disabledFocusable={pending || disabled} onClick={onConfirm}>
              {action}
            </Button>
            <Button disabledFocusable={pending} onClick={onClose}>
              {strings.cancel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </AppDialog>
  );
}
