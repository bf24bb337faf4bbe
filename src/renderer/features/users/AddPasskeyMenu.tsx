import { Menu, MenuButton, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { AddRegular, ShieldKeyholeRegular } from '@fluentui/react-icons';
import { goTo } from '../../app/route.ts';
import { strings } from '../../strings.ts';

/** Add Passkey -> Microsoft. */
export function AddPasskeyMenu({ user }: { user: string }) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="primary" icon={<AddRegular />}>
          {strings.passkeys.add}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<ShieldKeyholeRegular />} onClick={() => goTo({ page: 'enroll', user })}>
            {strings.passkeys.microsoft}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
