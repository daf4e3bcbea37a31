import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Login, Me } from '@/api/generated/types.gen';
import { placeFaults, type TimedProblem } from '@/api/problem';
import { signIn } from '@/api/session';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { problemText } from '@/ui/notify';

/** The form of a sign-in; every wrong pair is refused in the same words. */
export function useSignIn(onDone: (me: Me) => Promise<void> | void, email = '') {
  const { m } = useI18n();
  const [refusal, setRefusal] = useState<string>();
  const filled = (value: string) => (value.trim() === '' ? m.session.required : null);
  const form = useForm<Login>({
    initialValues: { email, password: '' },
    validate: { email: filled, password: filled },
  });
  const mutation = useMutation<Me, TimedProblem, Login>({
    mutationFn: signIn,
    onMutate: () => setRefusal(undefined),
    onSuccess: onDone,
    onError: (problem) => {
      const { beside, complete } = placeFaults(m, problem, ['email', 'password']);
      form.setErrors(beside);
      if (!complete) setRefusal(refusalText(m, problem));
    },
  });
  return { form, refusal, pending: mutation.isPending, submit: form.onSubmit((values) => mutation.mutate(values)) };
}

function refusalText(m: Messages, problem: TimedProblem): string {
  if (problem.status === 401) return m.session.wrong;
  if (problem.status === 429) return m.session.tooManyAttempts(problem.retryAfterSeconds ?? 0);
  return problemText(m, problem);
}
