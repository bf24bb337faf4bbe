import { Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { adminConsentUrl } from '../../../../contract/connections/adminPages.ts';
import { graphVersions } from '../../../../contract/connections/schema.ts';
import { strings } from '../../../strings.ts';
import { CopyButton } from '../../../ui/actions/CopyButton.tsx';
import { CredentialField } from './CredentialField.tsx';
import type { ChangeDraft, Draft } from './draft.ts';

const words = strings.connectionSetup;

const useStyles = makeStyles({
  consent: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  link: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
});

/** The ids of the app registration, and other details. */
export function DetailsStep(props: { draft: Draft; credentialKept: boolean; onChange: ChangeDraft }) {
  const styles = useStyles();
  const { draft, credentialKept, onChange } = props;
  const text = (label: string, member: 'name' | 'tenantId' | 'clientId' | 'authority' | 'graphUrl', hint?: string) => (
    <Field label={label} hint={hint ?? null} required={member !== 'name'}>
      <Input value={draft[member]} autoComplete="off" onChange={(_, { value }) => onChange({ [member]: value })} />
    </Field>
  );
  const consent = draft.tenantId.trim() !== '' && draft.clientId.trim() !== '' ? adminConsentUrl(draft) : null;
  return (
    <>
      {text(words.tenant, 'tenantId')}
      {draft.signIn !== 'token' && text(words.clientId, 'clientId')}
      {text(words.name, 'name', words.nameHint)}
      <CredentialField draft={draft} kept={credentialKept} onChange={onChange} />
      {draft.cloud === 'other' && (
        <>
          {draft.signIn !== 'token' && text(words.authority, 'authority')}
          {text(words.graphUrl, 'graphUrl', words.graphUrlHint)}
        </>
      )}
      <Field label={words.version}>
        <Select
          value={draft.version}
          onChange={(_, { value }) => onChange({ version: value === 'beta' ? 'beta' : 'v1.0' })}
        >
          {graphVersions.map(version => (
            <option key={version}>{version}</option>
          ))}
        </Select>
      </Field>
      {consent !== null && draft.signIn !== 'token' && (
        <Field label={words.consentLink}>
          <span className={styles.consent}>
            <Text className={styles.link}>{consent}</Text>
            <CopyButton text={consent} />
          </span>
        </Field>
      )}
    </>
  );
}
