import { z } from 'zod';

/** A place in a list, from `next` of an earlier page. Opaque, and valid only for the same filter. */
export const cursorSchema = z.string().min(1).max(2048);
