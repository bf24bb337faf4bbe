import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { CallFailure } from '../display/CallFailure.tsx';

/** Exports the shown list in one of several formats. */
export function ExportMenu<F extends string>(props: {
  label: string;
  formats: Readonly<Record<F, string>>;
  save(format: F): Promise<void>;
}) {
  const { label, formats, save } = props;
  const saving = useMutation({ mutationFn: save });
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button size="small" appearance="subtle" icon={<ArrowDownloadRegular />} disabledFocusable={saving.isPending}>
            {label}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {(Object.entries(formats) as [F, string][]).map(([format, name]) => (
              <MenuItem key={format} onClick={() => saving.mutate(format)}>
                {name}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      <CallFailure error={saving.error} />
    </>
  );
}
