import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components';
import { KeyMultipleFilled } from '@fluentui/react-icons';
import { useConnections, useSystemInfo } from '../client/hooks.ts';
import { useTenantName } from '../client/useTenantName.ts';
import { strings } from '../strings.ts';
import { useWindowTitle } from '../ui/page/useWindowTitle.ts';
import { headerTenant } from './headerTenant.ts';

const useStyles = makeStyles({
  header: {
    gridArea: 'header',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '48px',
    boxSizing: 'border-box',
    flexWrap: 'wrap',
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  tenant: { marginInlineStart: 'auto', opacity: 0.9, overflowWrap: 'anywhere' },
});

export function Header() {
  const styles = useStyles();
  const info = useSystemInfo();
  const connections = useConnections();
  const tenant = useTenantName();
  useWindowTitle(info === undefined ? strings.product : strings.header.title({ practice: info.practice, tenant }));
  return (
    <header data-frame="" className={styles.header}>
      <KeyMultipleFilled fontSize={22} />
      <Text weight="semibold" size={400}>
        {strings.product}
      </Text>
      {info?.practice && (
        <Badge color="warning" appearance="filled">
          {strings.header.practice}
        </Badge>
      )}
      {info !== undefined && (
        <Text className={styles.tenant} size={200}>
          {headerTenant(info, tenant, connections)}
        </Text>
      )}
    </header>
  );
}
