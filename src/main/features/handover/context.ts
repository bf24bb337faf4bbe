import type { Settings } from '../../../contract/settings/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { Printers } from '../../services/printers/printers.ts';
import type { Batches } from '../batches/batches.ts';
import type { Directory } from '../directory/directory.ts';
import type { OptionalDirectory } from '../directory/optional.ts';
import type { LogoFile } from './logo.ts';

/** What the hand-over of one tenant needs. */
export interface HandoverContext {
  readonly store: Pick<Store, 'database'>;
  readonly activity: Pick<Activity, 'record' | 'recordIn' | 'note'>;
  readonly batches: Pick<Batches, 'get' | 'rows' | 'pinOf'>;
  readonly imported: Pick<OptionalDirectory, 'user'>;
  readonly directory: Pick<Directory, 'live'>;
  readonly settings: () => Pick<
    Settings,
    'organizationName' | 'organizationContact' | 'mailText' | 'chatText' | 'pinPrinter' | 'pinPaper'
  >;
  readonly printers: Printers;
  readonly logo: LogoFile;
  readonly log: (message: string) => void;
}
