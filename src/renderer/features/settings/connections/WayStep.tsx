import { Field, Radio, RadioGroup, Select, Text } from '@fluentui/react-components';
import { cloudNames } from '../../../../contract/connections/clouds.ts';
import { signInKinds } from '../../../../contract/connections/schema.ts';
import { wordsOf } from '../../../../words/say.ts';
import { strings } from '../../../strings.ts';
import { type ChangeDraft, type Draft, inCloud } from './draft.ts';

const words = strings.connections.setup;

/** Which cloud, and who signs in: what to register follows from it. */
export function WayStep({ draft, onChange }: { draft: Draft; onChange: ChangeDraft }) {
  // A fixed token is for simulators; who has one keeps it, and nobody else is offered it.
  const ways = signInKinds.filter(kind => kind !== 'token' || draft.signIn === 'token');
  return (
    <>
      <Field label={words.cloud} hint={wordsOf('connections').globalOnly}>
        <Select
          value={draft.cloud}
          onChange={(_, { value }) => onChange(inCloud(cloudNames.find(name => name === value) ?? 'other'))}
        >
          {cloudNames.map(name => (
            <option key={name} value={name}>
              {strings.connections.clouds[name]}
            </option>
          ))}
          <option value="other">{words.otherCloud}</option>
        </Select>
      </Field>
      <Field label={words.way}>
        <RadioGroup
          value={draft.signIn}
          onChange={(_, { value }) => {
            const signIn = ways.find(way => way === value);
            if (signIn !== undefined) onChange({ signIn });
          }}
        >
          {ways.map(way => (
            <Radio
              key={way}
              value={way}
              label={
                <>
                  {strings.connections.ways[way]}
                  <br />
                  <Text size={200}>{words.wayHints[way]}</Text>
                </>
              }
            />
          ))}
        </RadioGroup>
      </Field>
    </>
  );
}
