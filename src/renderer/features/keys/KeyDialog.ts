import type { KeyDetails } from '../../../contract/keys/schema.ts';

/** The props of every dialog about one plugged-in key. */
export interface KeyDialogProps {
  readonly details: KeyDetails;
  readonly onClose: () => void;
  /** Call after a change of the key: its details are read again. */
  readonly onChanged: () => void;
  /** Offers the reset of this key instead. */
  readonly onReset: () => void;
}
