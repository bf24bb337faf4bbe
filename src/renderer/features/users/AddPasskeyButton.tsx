import { Button } from '@fluentui/react-components';
import { KeyMultipleRegular } from '@fluentui/react-icons';
import { strings } from '../../strings.ts';
import { useAddPasskey } from './useAddPasskey.ts';

/**
 * Adds a Microsoft passkey from a row of users.
 * @param inGrid the arrow keys move between rows, so the Tab key skips the button; the user's page has the same button
 */
export function AddPasskeyButton({
  user,
  inGrid = false,
}: {
  user: { id: string; displayName: string };
  inGrid?: boolean;
}) {
  const add = useAddPasskey();
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={<KeyMultipleRegular />}
      title={strings.users.addPasskey}
      aria-label={strings.users.addPasskeyFor({ name: user.displayName })}
      {...(inGrid ? { tabIndex: -1 } : {})}
      onClick={event => {
        event.stopPropagation();
        add(user.id);
      }}
    />
  );
}
