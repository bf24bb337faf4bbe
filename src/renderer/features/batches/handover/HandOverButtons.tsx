import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular, DocumentPdfRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Batch } from '../../../../contract/batches/schema.ts';
import { strings } from '../../../strings.ts';
import { AllHandedOver } from './AllHandedOver.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { SheetsDialog } from './SheetsDialog.tsx';

const words = strings.handover;

/** What leaves a batch: sheets for its users, and a list. */
export function HandOverButtons({ batch }: { batch: Batch }) {
  const [open, setOpen] = useState<'sheets' | 'export' | 'confirm' | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      {batch.counts.done > 0 && (
        <Button icon={<DocumentPdfRegular />} onClick={() => setOpen('sheets')}>
          {words.sheets}
        </Button>
      )}
      <Button icon={<ArrowDownloadRegular />} onClick={() => setOpen('export')}>
        {words.export}
      </Button>
      {batch.pinsKept > 0 && <Button onClick={() => setOpen('confirm')}>{words.allHandedOver}</Button>}
      {open === 'confirm' && <AllHandedOver batch={batch} onClose={close} />}
      {open === 'sheets' && <SheetsDialog batch={batch} onClose={close} />}
      {open === 'export' && <ExportDialog batch={batch} onClose={close} />}
    </>
  );
}
