import { Menu, MenuButton, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { AddRegular, ShieldKeyholeRegular } from '@fluentui/react-icons';
import { goTo } from '../../app/route.ts';
import { strings } from '../../strings.ts';
import { useEnrollments } from '../enrollment/EnrollmentProvider.tsx';

/** Add Passkey -> Microsoft: a new one, whatever became of the one before; one that still runs is shown again. */
export function AddPasskeyMenu({ user }: { user: string }) {
  const { runOf, dismiss } = useEnrollments();
  const add = () => {
    if (runOf(user)?.end) dismiss(user);
    goTo({ page: 'enroll', user });
  };
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="primary" icon={<AddRegular />}>
          {strings.passkeys.add}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<ShieldKeyholeRegular />} onClick={add}>
            {strings.passkeys.microsoft}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
