import { strings } from '../../strings.ts';
import { AppDialog, type AppDialogProps } from './AppDialog.tsx';

/** Asks before an action. A failure stays in the dialog, so that the person can retry. */
export function ConfirmDialog(
  props: Pick<AppDialogProps, 'title' | 'work' | 'onClose' | 'children'> & {
    action: string;
    disabled?: boolean;
    onConfirm: () => void;
  },
) {
  const { action, disabled = false, onConfirm, ...dialog } = props;
  return (
    <AppDialog
      modalType="alert"
      action={{ label: action, disabled, onClick: onConfirm }}
      closeLabel={strings.cancel}
      {...dialog}
    />
  );
}
