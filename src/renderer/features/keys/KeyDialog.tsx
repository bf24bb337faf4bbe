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
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/AppDialog.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** What a dialog about one plugged-in key gets. */
export interface KeyDialogProps {
  readonly details: KeyDetails;
  readonly onClose: () => void;
  /** The key may have changed: its details are read again. */
  readonly onChanged: () => void;
  /** Offers the reset of this key instead. */
  readonly onReset: () => void;
}

/** What every dialog about a key has: a title, its content, what went wrong, and the way out. */
export function KeyDialog(props: {
  title: string;
  onClose: () => void;
  /** What is being done must end first. */
  busy?: boolean;
  error?: unknown;
  /** The person needs the hands for the key meanwhile, in practice mode its panel: the rest of the window stays in reach. */
  handsOn?: boolean;
  /** The button beside Close. */
  action?: ReactNode;
  closeLabel?: string;
  children: ReactNode;
}) {
  const styles = useStyles();
  const { title, onClose, busy = false, handsOn = false, error, action, closeLabel = strings.close, children } = props;
  return (
    <AppDialog modalType={handsOn ? 'non-modal' : 'modal'} busy={busy} onClose={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {children}
            {error !== undefined && error !== null && <FailureMessage failure={failureOf(error)} />}
          </DialogContent>
          <DialogActions>
            {action}
            <Button disabledFocusable={busy} onClick={onClose}>
              {closeLabel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </AppDialog>
  );
}
