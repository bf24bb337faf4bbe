import { Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { User } from '../../../contract/users/schema.ts';
import { client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { ShownOnce } from '../../ui/display/ShownOnce.tsx';
import { SelectField } from '../../ui/form/SelectField.tsx';

const words = strings.activation;
/** Hours. */
const VALID_FOR = [4, 24, 72, 168];
const DEFAULT_HOURS = 72;

/** Creates an activation code for a user, and shows it once. */
export function ActivationCodeDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const [hours, setHours] = useState(DEFAULT_HOURS);
  const make = useMutation({
    mutationFn: () => client.activation.codes.make({ user: user.id, hours }),
    // SECURITY: no cache keeps the code after the dialog is closed.
    gcTime: 0,
  });
  return (
    <AppDialog
      title={words.title({ name: user.displayName })}
      action={make.isSuccess ? undefined : { label: words.make, onClick: () => make.mutate() }}
      closeLabel={make.isSuccess ? strings.close : strings.cancel}
      work={make}
      onClose={onClose}
    >
      <Text>{words.explain}</Text>
      {make.isSuccess ? (
        <ShownOnce
          title={words.code}
          secret={make.data.code}
          hint={words.once({ time: formatDate(make.data.expiresAt) ?? make.data.expiresAt })}
        />
      ) : (
        <SelectField
          label={words.hours}
          options={VALID_FOR.map(hours => [String(hours), words.validFor({ hours })])}
          value={String(hours)}
          onChoose={value => setHours(Number(value))}
        />
      )}
    </AppDialog>
  );
}
