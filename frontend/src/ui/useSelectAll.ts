import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { WholeList } from '@/api/wholeList';
import { useI18n } from '@/i18n/I18n';
import { notifyProblem } from './notify';

/** Reads all rows of a list to select them: when asked, or with `atOnce` on arrival. Rows read of another list are forgotten. */
export function useSelectAll<Row>(whole: WholeList<Row> | undefined, atOnce: boolean, onRead: (rows: Row[]) => void) {
  const { m } = useI18n();
  const [held, setHeld] = useState<{ key: string; rows: Row[] }>();
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ key, load }: WholeList<Row>) => ({ key, rows: await load() }),
    onSuccess: (read) => {
      // Another list is shown by now.
      if (read.key !== whole?.key) return;
      setHeld(read);
      onRead(read.rows);
    },
    onError: (problem) => notifyProblem(m, problem),
  });
  const [begun, setBegun] = useState(false);
  const begin = atOnce && !begun && whole !== undefined;
  useEffect(() => {
    if (!begin) return;
    setBegun(true);
    mutate(whole);
  }, [begin, mutate, whole]);
  return {
    read: held && held.key === whole?.key ? held.rows : [],
    isPending,
    run: () => whole && mutate(whole),
    forget: () => setHeld(undefined),
  };
}
