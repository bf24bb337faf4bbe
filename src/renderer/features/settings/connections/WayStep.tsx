import { Text } from '@fluentui/react-components';
import { cloudNames } from '../../../../contract/connections/clouds.ts';
import { signInKinds } from '../../../../contract/connections/schema.ts';
import { wordsOf } from '../../../../words/say.ts';
import { strings } from '../../../strings.ts';
import { RadioField } from '../../../ui/form/RadioField.tsx';
import { SelectField } from '../../../ui/form/SelectField.tsx';
import { type ChangeDraft, type Draft, inCloud } from './draft.ts';

const words = strings.connectionSetup;

/** The cloud, and the kind of sign-in. The next steps depend on both. */
export function WayStep({ draft, onChange }: { draft: Draft; onChange: ChangeDraft }) {
  // A fixed token is only for simulators. It is offered only if the connection already has one.
  const ways = signInKinds.filter(kind => kind !== 'token' || draft.signIn === 'token');
  return (
    <>
      <SelectField
        label={words.cloud}
        hint={wordsOf('connections').globalOnly}
        options={[
          ...cloudNames.map(name => [name, strings.connections.clouds[name]] as const),
          ['other', words.otherCloud],
        ]}
        value={draft.cloud}
        onChoose={value => onChange(inCloud(cloudNames.find(name => name === value) ?? 'other'))}
      />
      <RadioField
        label={words.way}
        options={ways}
        nameOf={way => (
          <>
            {strings.connections.ways[way]}
            <br />
            {way !== 'token' && <Text size={200}>{words.wayHints[way]}</Text>}
          </>
        )}
        value={draft.signIn}
        onChoose={signIn => onChange({ signIn })}
      />
    </>
  );
}
