import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { MAX_LOGO_SIDE } from '../../../../contract/handover/schema.ts';
import { base64In, dataUrlOf } from '../../../client/dataUrl.ts';

/** The longest side of a logo that the window sends, in px: 60 mm at 300 dpi. */
const SIDE = 720;
/** The largest logo that fits into a message of the window, in bytes. */
const MOST = 180 * 1024;
const QUALITY = 0.9;

/**
 * Draws an image that the browser can read anew, small enough for a message to the core. So SVG, WebP and large photos work, too.
 * @returns a PNG or JPEG file in base64
 * @throws KeydeskError logo-unusable
 */
export async function logoImage(file: Blob): Promise<string> {
  const image = await imageOf(file);
  for (let side = SIDE; side >= SIDE / 4; side /= 2) {
    for (const type of ['image/png', 'image/jpeg'] as const) {
      const content = drawn(image, side, type);
      if ((content.length * 3) / 4 <= MOST) return content;
    }
  }
  throw new KeydeskError('logo-unusable', { reason: 'logo-large', side: MAX_LOGO_SIDE });
}

async function imageOf(file: Blob): Promise<HTMLImageElement> {
  const image = new Image();
  try {
    // A `blob:` address is not allowed by the window's content security policy.
    image.src = await dataUrlOf(file);
    await image.decode();
    return image;
  } catch (cause) {
    throw new KeydeskError('logo-unusable', { reason: 'logo-kind', side: MAX_LOGO_SIDE }, { cause });
  }
}

function drawn(image: HTMLImageElement, side: number, type: 'image/png' | 'image/jpeg'): string {
  // An SVG without a size of its own has none here.
  const [width, height] = [image.naturalWidth || SIDE, image.naturalHeight || SIDE];
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (context === null) throw new KeydeskError('logo-unusable', { reason: 'logo-damaged', side: MAX_LOGO_SIDE });
  if (type === 'image/jpeg') {
    // JPEG has no transparency. The sheets are white.
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return base64In(canvas.toDataURL(type, QUALITY));
}
