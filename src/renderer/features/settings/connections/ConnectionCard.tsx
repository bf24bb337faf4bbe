import { Badge, makeStyles, Text } from '@fluentui/react-components';
import { cloudOf } from '../../../../contract/connections/clouds.ts';
import type { ConnectionView } from '../../../../contract/connections/schema.ts';
import { tenantLabel } from '../../../../contract/connections/tenantLabel.ts';
import { strings } from '../../../strings.ts';
import { Facts } from '../../../ui/display/Facts.tsx';
import { Card } from '../../../ui/page/Card.tsx';
import { Row } from '../../../ui/page/Row.tsx';
import { TokenForm } from '../TokenForm.tsx';
import { ConnectionMenu } from './ConnectionMenu.tsx';
import { SignInState } from './SignInState.tsx';

const words = strings.connections;

const useStyles = makeStyles({
  name: { overflowWrap: 'anywhere' },
  menu: { marginInlineStart: 'auto' },
});

/** One connection: its facts, its account, and its actions. */
export function ConnectionCard({ connection, current }: { connection: ConnectionView; current: boolean }) {
  const styles = useStyles();
  const { name, tenantId, clientId, graphUrl, signIn, version } = connection;
  const cloud = cloudOf(connection);
  return (
    <Card label={name} marked={current}>
      <Row>
        <Text weight="semibold" size={400} className={styles.name}>
          {name}
        </Text>
        {current && <Badge appearance="tint">{words.current}</Badge>}
        <span className={styles.menu}>
          <ConnectionMenu connection={connection} current={current} />
        </span>
      </Row>
      <Facts
        facts={[
          { label: words.facts.tenant, value: tenantLabel(connection) },
          {
            label: words.facts.cloud,
            value:
              cloud === undefined ? words.otherCloud({ host: new URL(connection.graphUrl).host }) : words.clouds[cloud],
          },
          { label: words.facts.way, value: words.ways[signIn] },
          { label: words.facts.version, value: version },
        ]}
      />
      <details>
        <summary>{strings.details}</summary>
        <Facts
          facts={[
            { label: words.facts.tenantId, value: tenantId, code: true },
            ...(signIn === 'token' ? [] : [{ label: words.facts.client, value: clientId, code: true }]),
            { label: words.facts.graph, value: graphUrl, code: true },
          ]}
        />
      </details>
      {signIn === 'token' ? current && <TokenForm /> : <SignInState connection={connection} />}
    </Card>
  );
}
