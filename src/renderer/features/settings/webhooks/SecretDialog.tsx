import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { WebhookSecret } from '../../../../contract/webhooks/schema.ts';
import { useSystemInfo } from '../../../client/hooks.ts';
import { strings } from '../../../strings.ts';
import { CopyButton } from '../../../ui/actions/CopyButton.tsx';
import { AppDialog } from '../../../ui/dialog/AppDialog.tsx';
import { formatDate } from '../../../ui/display/formatDate.ts';

const words = strings.webhooks;

const useStyles = makeStyles({
  secret: {
    fontFamily: tokens.fontFamilyMonospace,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    userSelect: 'all',
  },
});

/** Shows the secret of a webhook once. SECURITY: the window does not store it. */
export function SecretDialog({ made, onClose }: { made: WebhookSecret; onClose: () => void }) {
  const styles = useStyles();
  const { secret, webhook } = made;
  const sealed = useSystemInfo()?.shell === 'electron';
  return (
    <AppDialog title={words.secretTitle} modalType="alert" primaryClose onClose={onClose}>
      <Text>{webhook.url}</Text>
      <code className={styles.secret}>{secret}</code>
      <div>
        <CopyButton text={secret} />
      </div>
      <Text>{words.secretOnce}</Text>
      {webhook.previousSecretUntil !== null && (
        <Text>
          {words.twoSecrets({ time: formatDate(webhook.previousSecretUntil) ?? webhook.previousSecretUntil })}
        </Text>
      )}
      {!sealed && <Text>{words.memoryOnly}</Text>}
    </AppDialog>
  );
}
