import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Batch } from '../../../../contract/batches/schema.ts';
import { type MissingPins, type Paper, papers, pinPlaces } from '../../../../contract/handover/schema.ts';
import { type SheetLanguage, sheetLanguages } from '../../../../words/saySheets.ts';
import { client } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { saveBytes } from '../../../ui/actions/saveText.ts';
import { AppDialog } from '../../../ui/dialog/AppDialog.tsx';
import { RadioField } from '../../../ui/form/RadioField.tsx';
import { SelectField } from '../../../ui/form/SelectField.tsx';
import { fileNameOf, languageNames, sheetLanguageHere } from './names.ts';
import { PassphraseFields } from './PassphraseFields.tsx';
import { SaveOthers } from './SaveOthers.tsx';

const words = strings.handover;
const OWN = '';

/** Saves a PDF with a sheet for each user whose key is done. */
export function SheetsDialog({ batch, onClose }: { batch: Batch; onClose(): void }) {
  const [pins, setPins] = useState<(typeof pinPlaces)[number]>('none');
  const [paper, setPaper] = useState<Paper>('a4');
  const [language, setLanguage] = useState<SheetLanguage | typeof OWN>(OWN);
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: async (missingPins: MissingPins) => {
      const request = {
        id: batch.id,
        pins,
        missingPins,
        paper,
        fallback: sheetLanguageHere(),
        ...(language === OWN ? {} : { language }),
        ...(pins === 'none' || passphrase === null ? {} : { passphrase }),
      };
      await saveBytes(await client.handover.sheets(request), fileNameOf(batch.name, 'pdf'), 'application/pdf');
    },
    onSuccess: onClose,
  });
  return (
    <AppDialog
      title={words.sheetsTitle}
      onSubmit={() => save.mutate('refuse')}
      before={<SaveOthers error={save.error} onSave={() => save.mutate('without')} />}
      action={{ label: words.savePdf, disabled: pins !== 'none' && passphrase === null }}
      closeLabel={strings.cancel}
      work={save}
      onClose={onClose}
    >
      <RadioField
        label={words.pins}
        options={pinPlaces}
        nameOf={place => words.pinPlaces[place]}
        value={pins}
        onChoose={setPins}
      />
      {pins !== 'none' && <PassphraseFields onChange={setPassphrase} />}
      <RadioField
        label={words.paper}
        layout="horizontal"
        options={papers}
        nameOf={each => words.papers[each]}
        value={paper}
        onChoose={setPaper}
      />
      <SelectField
        label={words.language}
        options={[[OWN, words.ownLanguage], ...languageNames()]}
        value={language}
        onChoose={value => setLanguage(sheetLanguages.find(each => each === value) ?? OWN)}
      />
    </AppDialog>
  );
}
