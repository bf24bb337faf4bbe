import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { PinChoice } from '../../../contract/enrollment/schema.ts';
import { pinBlock } from '../../../contract/keys/pinBlock.ts';
import type { EnrollmentPlan } from '../../../contract/profiles/schema.ts';
import { passkeyNameFrom } from '../../../contract/text/deviceText.ts';
import type { User } from '../../../contract/users/schema.ts';
import { api, client } from '../../client/client.ts';
import { useKeys } from '../../client/hooks.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { useChangeSettings } from '../../client/useChangeSettings.ts';
import { useKeyDetails } from '../../client/useKeyDetails.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { AssignedView } from '../assignments/AssignedView.tsx';
import { KeyProblems } from '../keys/KeyProblems.tsx';
import { useEnrollments } from './EnrollmentProvider.tsx';
import { KeyChoice } from './KeyChoice.tsx';
import { PinField } from './PinField.tsx';
import { PlanView } from './PlanView.tsx';
import { PolicyVerdict } from './PolicyVerdict.tsx';
import { ProfileField } from './ProfileField.tsx';
import { TouchChoice } from './TouchChoice.tsx';
import { useProfilePlan } from './useProfilePlan.ts';

const words = strings.enroll;
/** Graph's longest name for a passkey, in characters. */
const MAX_NAME = 30;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, maxWidth: '560px' },
});

/**
 * The form before Create. Every field has a default. Without a key, Create assigns the passkey. A key that is plugged
 * in meanwhile is selected automatically.
 */
export function EnrollmentForm({ user }: { user: User }) {
  const styles = useStyles();
  const { holderOf, start } = useEnrollments();
  const plugged = useKeys();
  const keys = plugged ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [typedName, setTypedName] = useState<string | null>(null);
  const [pin, setPin] = useState<PinChoice | null>(null);
  // With several keys none is selected automatically, because Keydesk would write to the wrong one.
  const free = keys.filter(({ id }) => holderOf(id) === null);
  const key = free.find(candidate => candidate.id === chosen) ?? (free.length === 1 ? free[0] : undefined);
  const details = useKeyDetails(key?.id).data;
  // A fingerprint also unlocks the key if its PIN is blocked.
  const blocked = details !== undefined && pinBlock(details.pin) !== null && details.options.uv !== true;
  const planned = useProfilePlan(user.id, key?.id);
  const { profile, plan } = planned;
  const resets = plan?.steps.some(({ kind }) => kind === 'reset') === true;
  // Without a typed name, the core makes the name by the template.
  const templated = profile?.nameTemplate != null;
  const name = (typedName ?? (templated ? '' : passkeyNameFrom(key?.product))).trim();
  const usable = key !== undefined && (name !== '' || templated) && (!blocked || resets) && !planned.pending;
  // Until the list of keys has arrived, it is unknown whether there is a key.
  const ready = plugged?.length === 0 || usable;

  const settings = useQuery(api.settings.get.queryOptions());
  const changeSettings = useChangeSettings();
  const assign = useMutation({
    mutationFn: () => client.assignments.assign({ user: user.id }),
    onSettled: refreshAssignments,
  });
  const rememberPin = () => {
    const pinDigits = pin?.kind === 'random' ? pin.length : null;
    const isNew = details?.pin.supported === true && !details.pin.set;
    if (isNew && profile === undefined && settings.data?.pinDigits !== pinDigits) changeSettings.mutate({ pinDigits });
  };
  const create = (event: FormEvent) => {
    event.preventDefault();
    if (keys.length === 0) return assign.mutate();
    if (key === undefined) return;
    rememberPin();
    // The profile decides about the PIN.
    const ownPin = pin === null || profile !== undefined ? {} : { pin };
    start(user, { keyId: key.id, ...planned.request, ...(name === '' ? {} : { displayName: name }), ...ownPin });
  };

  if (assign.isSuccess) return <AssignedView assignment={assign.data} />;
  return (
    <>
      <PageHeading title={words.title}>{words.intro({ name: user.displayName })}</PageHeading>
      <Panel>
        <form className={styles.form} onSubmit={create}>
          {plugged?.length === 0 && (
            <MessageBar intent="info" layout="multiline" role="status">
              <MessageBarBody>
                <MessageBarTitle>{strings.assignments.noKey}</MessageBarTitle> {strings.assignments.noKeyHint}
              </MessageBarBody>
            </MessageBar>
          )}
          <KeyProblems />
          {keys.length > 0 && <KeyChoice keys={keys} chosen={key} onChoose={setChosen} />}
          {key === undefined && free.length > 1 && <TouchChoice keys={free} onChoose={setChosen} />}
          {keys.length > 0 && <ProfileField {...planned} />}
          {key !== undefined && !planned.pending && (profile === undefined || (blocked && !resets)) && (
            <PinField key={key.id} keyId={key.id} choice={pin} onChoice={setPin} />
          )}
          {key !== undefined && <PolicyVerdict user={user} keyId={key.id} />}
          {keys.length > 0 && (
            <Field
              label={words.displayName}
              hint={templated ? `${words.displayNameHint} ${strings.profiles.nameByProfile}` : words.displayNameHint}
            >
              <Input
                maxLength={MAX_NAME}
                value={typedName ?? name}
                placeholder={nameOf(plan)}
                onChange={(_, data) => setTypedName(data.value)}
              />
            </Field>
          )}
          {key !== undefined && <PlanView planned={planned} typed={name === '' ? undefined : name} />}
          <CallFailure error={assign.error} />
          <Row gap="small">
            <Button type="submit" appearance="primary" disabledFocusable={assign.isPending || !ready}>
              {words.create}
            </Button>
            <Button onClick={() => goTo({ page: 'user', user: user.id, tab: 'passkeys' })}>{strings.cancel}</Button>
          </Row>
        </form>
      </Panel>
    </>
  );
}

/** Returns the name that the passkey gets if the person types none. */
function nameOf(plan: EnrollmentPlan | undefined): string {
  const step = plan?.steps.find(({ kind }) => kind === 'register-passkey');
  return step?.kind === 'register-passkey' ? step.name : '';
}
