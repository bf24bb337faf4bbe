import { z } from 'zod';

/** A place in a list, as a page of it named its end (`next`): opaque, and good for the same filter alone. */
export const cursorSchema = z.string().min(1).max(2048);
