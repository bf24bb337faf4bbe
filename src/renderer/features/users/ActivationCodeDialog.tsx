import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { User } from '../../../contract/users/schema.ts';
import { client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/AppDialog.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { formatDate } from '../../ui/formatDate.ts';
import { ShownOnce } from '../../ui/ShownOnce.tsx';

const words = strings.activation;
const DEFAULT_HOURS = 72;

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** Makes a code for one user, and shows it once. */
export function ActivationCodeDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const styles = useStyles();
  const [hours, setHours] = useState(DEFAULT_HOURS);
  const make = useMutation({
    mutationFn: () => client.activation.codes.make({ user: user.id, hours }),
    // SECURITY: the code is gone with the dialog.
    gcTime: 0,
  });
  return (
    <AppDialog onClose={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.title(user.displayName)}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{words.explain}</Text>
            {make.isError && <FailureMessage failure={failureOf(make.error)} />}
            {make.isSuccess ? (
              <ShownOnce
                title={words.code}
                secret={make.data.code}
                hint={words.once(formatDate(make.data.expiresAt) ?? make.data.expiresAt)}
              />
            ) : (
              <Field label={words.hours}>
                <Select value={String(hours)} onChange={(_, { value }) => setHours(Number(value))}>
                  {Object.entries(words.validFor).map(([value, label]) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
                </Select>
              </Field>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{make.isSuccess ? strings.close : strings.cancel}</Button>
            {!make.isSuccess && (
              <Button appearance="primary" disabledFocusable={make.isPending} onClick={() => make.mutate()}>
                {words.make}
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </AppDialog>
  );
}
