import { Button } from '@fluentui/react-components';
import {
  DeleteRegular,
  FingerprintRegular,
  KeyMultipleRegular,
  LightbulbFilamentRegular,
  PasswordRegular,
  SettingsRegular,
} from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { ConfigDialog } from './ConfigDialog.tsx';
import { CredentialsDialog } from './CredentialsDialog.tsx';
import { FingerprintsDialog } from './FingerprintsDialog.tsx';
import { PinDialog } from './PinDialog.tsx';

const words = strings.keyWork;

type Shown = 'pin' | 'credentials' | 'fingerprints' | 'config' | null;

/**
 * The actions that this key supports. The reset dialog belongs to the page, because the key is unplugged during a
 * reset.
 */
export function KeyActions({
  details,
  onChanged,
  onReset,
}: {
  details: KeyDetails;
  onChanged: () => void;
  onReset: () => void;
}) {
  const [shown, setShown] = useState<Shown>(null);
  const wink = useMutation(api.keys.wink.mutationOptions());
  const { options, pin, id: keyId } = details;
  const dialog = {
    details,
    onChanged,
    onClose: () => setShown(null),
    onReset: () => {
      setShown(null);
      onReset();
    },
  };
  const lists = options.credMgmt === true || options.credentialMgmtPreview === true;
  const fingers = options.bioEnroll !== undefined || options.userVerificationMgmtPreview !== undefined;
  return (
    <>
      <Row gap="small">
        {pin.supported && (
          <Button icon={<PasswordRegular />} onClick={() => setShown('pin')}>
            {pin.set ? words.changePin : words.setPin}
          </Button>
        )}
        {lists && (
          <Button icon={<KeyMultipleRegular />} disabledFocusable={!pin.set} onClick={() => setShown('credentials')}>
            {words.credentials}
          </Button>
        )}
        <Button icon={<DeleteRegular />} onClick={onReset}>
          {words.reset}
        </Button>
        {fingers && (
          <Button icon={<FingerprintRegular />} disabledFocusable={!pin.set} onClick={() => setShown('fingerprints')}>
            {words.fingerprints}
          </Button>
        )}
        {options.authnrCfg === true && (
          <Button icon={<SettingsRegular />} onClick={() => setShown('config')}>
            {words.config}
          </Button>
        )}
        <Button
          icon={<LightbulbFilamentRegular />}
          disabledFocusable={wink.isPending}
          onClick={() => wink.mutate({ keyId })}
        >
          {words.wink}
        </Button>
      </Row>
      <CallFailure error={wink.error} />
      {shown === 'pin' && <PinDialog {...dialog} />}
      {shown === 'credentials' && <CredentialsDialog {...dialog} />}
      {shown === 'fingerprints' && <FingerprintsDialog {...dialog} />}
      {shown === 'config' && <ConfigDialog {...dialog} />}
    </>
  );
}
