import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Problem } from '@/api/generated/types.gen';
import { refreshAbout } from '@/api/refresh';
import { useI18n } from '@/i18n/I18n';
import { notifyDone, notifyProblem } from './notify';

export type Doing = {
  run: () => Promise<unknown>;
  /** What the notice says when it went well. */
  said?: string;
  /** Takes it back, from the notice. */
  undo?: () => void;
  done?: () => void;
  /** Whether the refusal was shown where it belongs. */
  refused?: (problem: Problem) => boolean;
};

/** One change at a time: said when it went well, told with its request when not, and what it touched read again. */
export function useDoing(...resources: string[]) {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const { mutate, isPending } = useMutation<unknown, Problem, Doing>({
    mutationFn: ({ run }) => run(),
    onSuccess: (_, { said, undo, done }) => {
      if (said) notifyDone(m, said, undo);
      done?.();
    },
    onError: (problem, { refused }) => {
      if (!refused?.(problem)) notifyProblem(m, problem);
    },
    onSettled: () => refreshAbout(queryClient, resources),
  });
  return { run: mutate, isPending };
}
