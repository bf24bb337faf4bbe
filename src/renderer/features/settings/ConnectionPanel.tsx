import { Button, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Settings } from '../../../contract/system.ts';
import { failureOf } from '../../client/failure.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { Panel } from '../../components/Panel.tsx';
import { strings } from '../../strings.ts';
import { TokenForm } from './TokenForm.tsx';
import { useChangeSettings } from './useChangeSettings.ts';

const words = strings.settings;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', alignItems: 'start', gap: tokens.spacingVerticalM },
  field: { width: '100%', maxWidth: '480px' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** The tenant to work on. Practice mode has its own and changes nothing here. */
export function ConnectionPanel({ settings, practice }: { settings: Settings; practice: boolean }) {
  const styles = useStyles();
  return (
    <Panel title={words.connection}>
      {practice ? (
        <Text className={styles.quiet}>{words.practiceConnection}</Text>
      ) : (
        <>
          <Text className={styles.quiet}>{words.signInLater}</Text>
          <ConnectionForm settings={settings} />
          {settings.connection !== null && <TokenForm />}
        </>
      )}
    </Panel>
  );
}

function ConnectionForm({ settings }: { settings: Settings }) {
  const styles = useStyles();
  const saved = settings.connection;
  const [graphUrl, setGraphUrl] = useState(saved?.graphUrl ?? 'https://graph.microsoft.com');
  const [tenantId, setTenantId] = useState(saved?.tenantId ?? '');
  const [version, setVersion] = useState(saved?.version ?? 'v1.0');
  const change = useChangeSettings();
  const save = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ connection: { graphUrl: graphUrl.trim(), tenantId: tenantId.trim(), version } });
  };
  return (
    <form className={styles.form} onSubmit={save}>
      <Field className={styles.field} label={words.graphUrl} hint={words.graphUrlHint}>
        <Input type="url" required value={graphUrl} onChange={(_, data) => setGraphUrl(data.value)} />
      </Field>
      <Field className={styles.field} label={words.tenantId}>
        <Input required value={tenantId} onChange={(_, data) => setTenantId(data.value)} />
      </Field>
      <Field className={styles.field} label={words.version}>
        <Select value={version} onChange={(_, { value }) => setVersion(value === 'beta' ? 'beta' : 'v1.0')}>
          <option>v1.0</option>
          <option>beta</option>
        </Select>
      </Field>
      <Button type="submit" appearance="primary" disabled={change.isPending || tenantId.trim() === ''}>
        {words.save}
      </Button>
      {change.isSuccess && <Text role="status">{words.saved}</Text>}
      {change.isError && <FailureMessage failure={failureOf(change.error)} />}
    </form>
  );
}
