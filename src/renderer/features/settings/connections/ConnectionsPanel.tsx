import { Button, MessageBar, MessageBarBody, makeStyles, Spinner } from '@fluentui/react-components';
import { AddRegular, PlugConnectedRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { failureOf } from '../../../client/failure.ts';
import { useConnections, useConnectionsError } from '../../../client/hooks.ts';
import { strings } from '../../../strings.ts';
import { EmptyState } from '../../../ui/display/EmptyState.tsx';
import { FailureMessage } from '../../../ui/display/FailureMessage.tsx';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { Panel } from '../../../ui/page/Panel.tsx';
import { goTo } from '../../../ui/page/route.ts';
import { ConnectionCard } from './ConnectionCard.tsx';
import { SetupDialog } from './SetupDialog.tsx';

const words = strings.connections;

const useStyles = makeStyles({
  add: { alignSelf: 'start' },
});

/** The connections in the settings. @param connecting whether the setup of another one is open */
export function ConnectionsPanel({ connecting }: { connecting: boolean }) {
  return (
    <Panel title={words.title}>
      <Connections connecting={connecting} />
    </Panel>
  );
}

function Connections({ connecting }: { connecting: boolean }) {
  const styles = useStyles();
  const [adding, setAdding] = useState(connecting);
  const endAdding = () => {
    setAdding(false);
    // A reload must not open the setup again.
    if (connecting) goTo({ page: 'settings' });
  };
  const state = useConnections();
  const error = useConnectionsError();
  if (state === undefined && error !== undefined) return <FailureMessage failure={failureOf(error)} />;
  if (state === undefined) return <Spinner size="tiny" label={strings.loading} />;
  const { connections, current, lasting } = state;
  const add = (
    <Button
      className={connections.length === 0 ? undefined : styles.add}
      appearance={connections.length === 0 ? 'primary' : 'secondary'}
      icon={<AddRegular />}
      onClick={() => setAdding(true)}
    >
      {words.add}
    </Button>
  );
  return (
    <>
      <QuietText>{words.explain}</QuietText>
      {connections.length === 0 && (
        <EmptyState Icon={PlugConnectedRegular} title={words.none} hint={words.noneHint}>
          {add}
        </EmptyState>
      )}
      {connections.map(connection => (
        <ConnectionCard key={connection.id} connection={connection} current={connection.id === current} />
      ))}
      {connections.length > 0 && !lasting && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{words.notLasting}</MessageBarBody>
        </MessageBar>
      )}
      {connections.length > 0 && add}
      {adding && <SetupDialog connection={null} onClose={endAdding} />}
    </>
  );
}
