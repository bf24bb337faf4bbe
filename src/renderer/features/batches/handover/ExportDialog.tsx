import { Field, MessageBar, MessageBarBody, Switch, Textarea } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Batch } from '../../../../contract/batches/schema.ts';
import { batchExportFormats, type MissingPins, type Protection } from '../../../../contract/handover/schema.ts';
import { spokenLanguage } from '../../../../words/say.ts';
import { client } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { saveBytes } from '../../../ui/actions/saveText.ts';
import { AppDialog } from '../../../ui/dialog/AppDialog.tsx';
import { FileChoice } from '../../../ui/form/FileChoice.tsx';
import { RadioField } from '../../../ui/form/RadioField.tsx';
import { fileNameOf } from './names.ts';
import { PassphraseFields } from './PassphraseFields.tsx';
import { SaveOthers } from './SaveOthers.tsx';

const words = strings.handover;
const protections = ['passphrase', 'certificate'] as const;
/** The largest certificate, in characters of PEM and in bytes of DER. */
const PEM_LENGTH = 50_000;
const types = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  p7m: 'application/pkcs7-mime',
} as const;

/** Saves the rows of a batch as a list. With PINs it exists only encrypted. */
export function ExportDialog({ batch, onClose }: { batch: Batch; onClose(): void }) {
  const [format, setFormat] = useState<(typeof batchExportFormats)[number]>('xlsx');
  const [withPins, setWithPins] = useState(false);
  const [kind, setKind] = useState<Protection['kind']>('passphrase');
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const [pem, setPem] = useState('');
  const protection = !withPins ? undefined : protectionOf(kind, passphrase, pem);
  // A PDF with a passphrase is encrypted itself. Everything else is in an encrypted message.
  const isMessage = protection !== undefined && !(protection.kind === 'passphrase' && format === 'pdf');
  const save = useMutation({
    mutationFn: async (missingPins: MissingPins) => {
      const shared = { id: batch.id, format, missingPins, language: spokenLanguage() };
      const request = { ...shared, ...(protection ? { protection } : {}) };
      const name = fileNameOf(batch.name, isMessage ? `${format}.p7m` : format);
      await saveBytes(await client.handover.export(request), name, types[isMessage ? 'p7m' : format]);
    },
    onSuccess: onClose,
  });
  return (
    <AppDialog
      title={words.exportTitle}
      onSubmit={() => save.mutate('refuse')}
      before={<SaveOthers error={save.error} onSave={() => save.mutate('without')} />}
      action={{ label: words.save, disabled: withPins && protection === undefined }}
      closeLabel={strings.cancel}
      work={save}
      onClose={onClose}
    >
      <RadioField
        label={words.format}
        layout="horizontal"
        options={batchExportFormats}
        nameOf={each => words.formats[each]}
        value={format}
        onChoose={setFormat}
      />
      <Switch label={words.withPins} checked={withPins} onChange={(_, { checked }) => setWithPins(checked)} />
      {withPins && (
        <RadioField
          label={words.protection}
          layout="horizontal"
          options={protections}
          nameOf={each => words.protections[each]}
          value={kind}
          onChoose={setKind}
        />
      )}
      {withPins && kind === 'passphrase' && <PassphraseFields onChange={setPassphrase} />}
      {withPins && kind === 'certificate' && (
        <>
          <FileChoice
            label={words.certificateFile}
            button={words.chooseCertificate}
            accept=".pem,.crt,.cer,.der"
            name={undefined}
            onChoose={file => void pemOf(file).then(setPem)}
          />
          <Field label={words.certificate} hint={words.certificateHint}>
            <Textarea rows={5} maxLength={PEM_LENGTH} value={pem} onChange={(_, { value }) => setPem(value)} />
          </Field>
        </>
      )}
      {isMessage && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{words.messageHint}</MessageBarBody>
        </MessageBar>
      )}
    </AppDialog>
  );
}

function protectionOf(kind: Protection['kind'], passphrase: string | null, pem: string): Protection | undefined {
  if (kind === 'certificate') return pem.trim() === '' ? undefined : { kind, pem };
  return passphrase === null ? undefined : { kind, passphrase };
}

/** Returns a certificate as PEM. Windows exports it as DER, which begins with the byte of a SEQUENCE. */
async function pemOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, PEM_LENGTH).arrayBuffer());
  if (bytes[0] !== 0x30) return new TextDecoder().decode(bytes);
  const lines = btoa(String.fromCharCode(...bytes)).match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
