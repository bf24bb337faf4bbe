import { useQuery } from '@tanstack/react-query';
import { papers } from '../../../../contract/handover/schema.ts';
import type { Settings } from '../../../../contract/settings/schema.ts';
import { api } from '../../../client/client.ts';
import { useSetting } from '../../../client/useSetting.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { RadioField } from '../../../ui/form/RadioField.tsx';
import { SelectField } from '../../../ui/form/SelectField.tsx';

const words = strings.handoverSettings;
const NONE = '';

/** The printer that PINs go to. It is saved at once. */
export function PrinterField({ settings }: { settings: Settings }) {
  const found = useQuery(api.handover.printers.queryOptions()).data ?? [];
  const printer = useSetting(settings, 'pinPrinter');
  const paper = useSetting(settings, 'pinPaper');
  // A printer that is off now stays chosen.
  const names = printer.value === null || found.includes(printer.value) ? found : [printer.value, ...found];
  return (
    <>
      <SelectField
        label={words.printer}
        hint={names.length === 0 ? words.noPrinter : words.printerHint}
        options={[[NONE, words.printNone], ...names.map(name => [name, name] as const)]}
        value={printer.value ?? NONE}
        onChoose={name => printer.set(name === NONE ? null : name)}
      />
      {printer.value !== null && (
        <RadioField
          label={words.printPaper}
          layout="horizontal"
          options={papers}
          nameOf={each => strings.handover.papers[each]}
          value={paper.value}
          onChoose={paper.set}
        />
      )}
      <CallFailure error={printer.error ?? paper.error} />
    </>
  );
}
