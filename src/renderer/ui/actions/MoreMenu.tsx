import { Button, Menu, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';

/** A button that opens a menu of further actions. `children` are the menu's items. */
export function MoreMenu(props: { label: string; icon?: ReactElement; disabled?: boolean; children: ReactNode }) {
  const { label, icon = <MoreHorizontalRegular />, disabled = false, children } = props;
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={icon} disabledFocusable={disabled} aria-label={label} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>{children}</MenuList>
      </MenuPopover>
    </Menu>
  );
}
