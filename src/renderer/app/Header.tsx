import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components';
import { KeyMultipleFilled } from '@fluentui/react-icons';
import type { ConnectionsState } from '../../contract/connections/schema.ts';
import type { SystemInfo } from '../../contract/system/schema.ts';
import { useConnections, useSystemInfo } from '../client/hooks.ts';
import { strings } from '../strings.ts';
import { useWindowTitle } from '../ui/useWindowTitle.ts';
import { useTenantName } from './useTenantName.ts';

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
  tenant: { marginLeft: 'auto', opacity: 0.9, overflowWrap: 'anywhere' },
});

export function Header() {
  const styles = useStyles();
  const info = useSystemInfo();
  const connections = useConnections();
  const tenant = useTenantName();
  useWindowTitle(info === undefined ? strings.product : strings.header.title(info.practice, tenant));
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
          {tenantOf(info, tenant, connections)}
        </Text>
      )}
    </header>
  );
}

function tenantOf({ practice }: SystemInfo, tenant: string | null, state: ConnectionsState | undefined): string {
  if (tenant === null) return strings.header.noTenant;
  if (practice) return strings.header.practiceTenant(tenant);
  const current = state?.connections.find(({ id }) => id === state.current);
  // Two connections may be to one tenant.
  const several =
    state !== undefined && state.connections.length > 1 && current !== undefined && current.name !== tenant;
  const name = several ? strings.header.connection(tenant, current.name) : tenant;
  return current?.account ? strings.header.account(name, current.account.name) : name;
}
