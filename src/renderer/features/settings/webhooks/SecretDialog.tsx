import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { WebhookSecret } from '../../../../contract/webhooks/schema.ts';
import { useSystemInfo } from '../../../client/hooks.ts';
import { strings } from '../../../strings.ts';
import { AppDialog } from '../../../ui/AppDialog.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { formatDate } from '../../../ui/formatDate.ts';

const words = strings.webhooks;

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, overflowWrap: 'anywhere' },
  secret: {
    fontFamily: tokens.fontFamilyMonospace,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    userSelect: 'all',
  },
});

/** SECURITY: the one time that a secret is shown; nothing of the window keeps it. */
export function SecretDialog({ made, onClose }: { made: WebhookSecret; onClose: () => void }) {
  const styles = useStyles();
  const { secret, webhook } = made;
  const sealed = useSystemInfo()?.shell === 'electron';
  return (
    <AppDialog modalType="alert" onClose={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.secretTitle}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{webhook.url}</Text>
            <code className={styles.secret}>{secret}</code>
            <div>
              <CopyButton text={secret} />
            </div>
            <Text>{words.secretOnce}</Text>
            {webhook.previousSecretUntil !== null && (
              <Text>{words.twoSecrets(formatDate(webhook.previousSecretUntil) ?? webhook.previousSecretUntil)}</Text>
            )}
            {!sealed && <Text>{words.memoryOnly}</Text>}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              {strings.close}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </AppDialog>
  );
}
