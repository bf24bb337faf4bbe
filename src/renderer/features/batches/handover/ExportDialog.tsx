import { Field, MessageBar, MessageBarBody, Switch, Textarea } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Batch } from '../../../../contract/batches/schema.ts';
import { batchExportFormats, type Protection } from '../../../../contract/handover/schema.ts';
import { spokenLanguage } from '../../../../words/say.ts';
import { client } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { saveBytes } from '../../../ui/actions/saveText.ts';
import { AppDialog } from '../../../ui/dialog/AppDialog.tsx';
import { RadioField } from '../../../ui/form/RadioField.tsx';
import { fileNameOf } from './names.ts';
import { PassphraseFields } from './PassphraseFields.tsx';

const words = strings.handover;
const protections = ['passphrase', 'certificate'] as const;
const PEM_LENGTH = 100_000;
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
    mutationFn: async () => {
      const request = { id: batch.id, format, language: spokenLanguage(), ...(protection ? { protection } : {}) };
      const name = fileNameOf(batch.name, isMessage ? `${format}.p7m` : format);
      await saveBytes(await client.handover.export(request), name, types[isMessage ? 'p7m' : format]);
    },
    onSuccess: onClose,
  });
  return (
    <AppDialog
      title={words.exportTitle}
      onSubmit={() => save.mutate()}
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
        <Field label={words.certificate} hint={words.certificateHint}>
          <Textarea rows={5} maxLength={PEM_LENGTH} value={pem} onChange={(_, { value }) => setPem(value)} />
        </Field>
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
