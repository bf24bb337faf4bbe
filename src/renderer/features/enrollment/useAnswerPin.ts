import { useMutation } from '@tanstack/react-query';
import { client } from '../../client/client.ts';

/** Sends the PIN that an enrollment asked for. SECURITY: gcTime 0, so that no cache keeps the typed PIN. */
export function useAnswerPin(enrollmentId: string) {
  return useMutation({
    mutationFn: (pin: string) => client.enrollment.answerPin({ enrollmentId, pin }),
    gcTime: 0,
  });
}
