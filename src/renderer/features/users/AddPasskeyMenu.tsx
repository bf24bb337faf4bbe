import { Menu, MenuButton, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { AddRegular, ShieldKeyholeRegular } from '@fluentui/react-icons';
import { strings } from '../../strings.ts';
import { useAddPasskey } from './useAddPasskey.ts';

/** Add Passkey -> Microsoft. Opens the running enrollment of the user if there is one. */
export function AddPasskeyMenu({ user }: { user: string }) {
  const add = useAddPasskey();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="primary" icon={<AddRegular />}>
          {strings.passkeys.add}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<ShieldKeyholeRegular />} onClick={() => add(user)}>
            {strings.passkeys.microsoft}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
