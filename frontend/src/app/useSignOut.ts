import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { signOut } from '@/api/session';
import { wipeDrafts } from '@/ui/useDraft';

/** Leaves nothing of a patient behind in this browser: no draft, no cached answer, no notice, no page to go back to. */
export function useSignOut() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { mutate } = useMutation({
    mutationFn: signOut,
    onSettled: async () => {
      wipeDrafts();
      notifications.clean();
      await router.navigate({ to: '/customer-care/login', replace: true, ignoreBlocker: true });
      queryClient.clear();
    },
  });
  return () => {
    queryClient.removeQueries({ predicate: ({ queryKey }) => (queryKey[0] as { _id?: string })?._id === 'getMe' });
    mutate();
  };
}
