import { plural } from '@/i18n/format';
import type { Messages } from '@/i18n/messages';

export const notices: Messages['notices'] = {
  title: 'Avis',
  kinds: {
    assigned: 'Quelque chose vous a été confié',
    customer_wrote: 'Un client a écrit',
    escalation: 'Un cas vous attend',
    escalation_question: 'Une question sur votre escalade',
    escalation_reply: 'Le service client a écrit sur un de vos cas',
    escalation_answer: 'Votre escalade a sa réponse',
    escalation_decline: 'Votre escalade a été déclinée',
    escalation_withdrawn: 'Un de vos cas a été retiré',
    urgent_in_queue: 'Un ticket urgent attend dans la file',
    high_in_queue: 'Un ticket de priorité haute attend dans la file',
    unattended: 'Un chat ou un appel attend un agent',
    reply_not_fetched: 'L’application n’a pas récupéré votre réponse',
  },
  unread: (n) =>
    n === 0 ? 'Avis, aucun non lu' : plural('fr', n, { one: 'Avis, {n} non lu', other: 'Avis, {n} non lus' }),
  fresh: (n) => plural('fr', n, { one: '{n} nouvel avis', other: '{n} nouveaux avis' }),
  none: 'Rien de nouveau ces 30 derniers jours.',
  seen: 'Tout marquer comme vu',
  isNew: 'Nouveau',
  waiting: {
    tickets: (n) =>
      plural('fr', n, {
        one: '{n} ticket urgent ou de priorité haute non attribué',
        other: '{n} tickets urgents ou de priorité haute non attribués',
      }),
    interactions: (n) =>
      plural('fr', n, { one: '{n} chat ou appel sans agent', other: '{n} chats et appels sans agent' }),
  },
};
