import { Button } from '@fluentui/react-components';
import { KeyMultipleRegular } from '@fluentui/react-icons';
import { strings } from '../../strings.ts';
import { useAddPasskey } from './useAddPasskey.ts';

/**
 * Add a Microsoft passkey, straight from a row of All Users.
 * @param inGrid the row is reached by arrows: its buttons are no stops for the Tab key, and the user's page has the same one
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
      aria-label={strings.users.addPasskeyFor(user.displayName)}
      {...(inGrid ? { tabIndex: -1 } : {})}
      onClick={event => {
        event.stopPropagation();
        add(user.id);
      }}
    />
  );
}
