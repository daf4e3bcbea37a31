import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getInteractionOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { Panel } from '@/ui/Panel';
import classes from './Interaction.module.css';
import { interactionTitle } from './marks';
import { Quiet } from './WrapUp';

/** An interaction where it is read beside something else. */
export function CaseOfInteraction({ interactionId }: { interactionId: string }) {
  const { m } = useI18n();
  const { data, error, refetch } = useQuery(getInteractionOptions({ path: { id: interactionId } }));
  if (error && !data) return <Failure title={m.escalations.case} problem={error} retry={refetch} />;
  if (!data) return null;
  const { summary, transcript } = data;
  return (
    <Panel
      title={m.escalations.case}
      side={
        <Link to="/customer-care/interactions/$interactionId" params={{ interactionId }}>
          {interactionTitle(m, data)}
        </Link>
      }
    >
      <h3>{m.interactions.summary}</h3>
      {summary ? <div className={classes.words}>{summary}</div> : <Quiet>{m.interactions.noSummary}</Quiet>}
      <h3>{m.interactions.transcript}</h3>
      {transcript ? <div className={classes.words}>{transcript}</div> : <Quiet>{m.interactions.noTranscript}</Quiet>}
    </Panel>
  );
}
