/** A desk that sends to webhooks until it is killed. Its arguments: the address of the record, and the secret of the webhook. */
import { openSendingDesk } from './sendingDesk.ts';

const [url = '', secret = ''] = process.argv.slice(2);
const desk = await openSendingDesk({ url, secrets: [secret] });
desk.start();
process.send?.(desk.id);
process.on('disconnect', () => process.exit());
