import { ActionIcon } from '@mantine/core';
import { Eraser } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Clash } from '@/api/merge';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { ConflictDialog } from './ConflictDialog';
import { EditBox, EditButton } from './EditInPlace';
import type { Doing } from './useDoing';
import { useInPlace } from './useInPlace';

const WordsDialog = lazy(() => import('./WordsDialog').then((it) => ({ default: it.WordsDialog })));

type Doer = { run: (doing: Doing) => void; isPending: boolean };

/** Words and their version. */
type Base = { version: number; value: string };
type Met = { theirs: string; mine: string; latest: Base; fault: (detail: string) => void };

type Words = {
  /** The draft's name, and the box's id. */
  id: string;
  label: string;
  field: string;
  text: string;
  version: number;
  may: boolean;
  doing: Doer;
  maxLength?: number;
  check?: (text: string) => string | undefined;
  /** `base` is what the change was begun on: words that somebody else changed since are met, not overwritten. */
  send: (text: string, base: Base) => Promise<{ version: number }>;
};

/** Words of a record edited where they stand: the button that opens them, and the box while it is open. */
export function useOwnWords({ id, label, field, text, version, may, doing, send, ...rest }: Words) {
  const { m } = useI18n();
  const place = useInPlace(`${id}.edit`, version, text);
  const check = rest.check ?? ((typed: string) => (typed.trim() === '' ? m.desk.required : undefined));
  const [met, setMet] = useState<Met>();
  const save = (typed: string, fault: (detail: string) => void, base: Base = place.base) =>
    doing.run({
      run: async () => place.saved(typed, (await send(typed, base)).version),
      refused: (problem) => {
        if (problem instanceof Clash) {
          const theirs = String(problem.conflicts[0]?.theirs ?? '');
          setMet({ theirs, mine: typed, latest: { version: problem.latest.version, value: theirs }, fault });
          return true;
        }
        const { beside, complete } = placeFaults(m, problem, [field]);
        if (beside[field]) fault(beside[field]);
        return complete;
      },
    });
  const settle = (how: (met: Met) => void) => () => {
    setMet(undefined);
    if (met) how(met);
  };
  const box = may && place.open && (
    <>
      <EditBox
        id={id}
        label={label}
        place={place}
        maxLength={rest.maxLength ?? 10_000}
        pending={doing.isPending}
        check={check}
        onSave={save}
      />
      <ConflictDialog
        differences={met ? [{ field, label, theirs: met.theirs, mine: met.mine }] : []}
        onKeepTheirs={settle(place.close)}
        onUseMine={settle(({ mine, fault, latest }) => save(mine, fault, latest))}
        onGoOn={settle(() => undefined)}
      />
    </>
  );
  return { box, button: may && !place.open && <EditButton label={label} place={place} boxId={id} /> };
}

/** Takes words out for good, with a reason. */
export function Redact({ id, doing, send }: { id: string; doing: Doer; send: (reason: string) => Promise<unknown> }) {
  const { m } = useI18n();
  const words = m.tickets.message;
  const [asked, setAsked] = useState(false);
  return (
    <>
      <ActionIcon
        variant="subtle"
        size={28}
        aria-label={words.redact}
        title={words.redact}
        onClick={() => setAsked(true)}
      >
        <Eraser size={15} aria-hidden />
      </ActionIcon>
      {asked && (
        <Suspense fallback={null}>
          <WordsDialog
            title={words.redact}
            about={words.redactAbout}
            label={words.redactWhy}
            draft={`${id}.redact`}
            least={10}
            most={4000}
            confirm={words.redact}
            pending={doing.isPending}
            onConfirm={(reason, sent) => doing.run({ run: () => send(reason), said: words.redactedNow, done: sent })}
            onClose={() => setAsked(false)}
          />
        </Suspense>
      )}
    </>
  );
}
