import { plural } from '@/i18n/format';
import type { Messages } from '@/i18n/messages';

export const dashboard: Messages['dashboard'] = {
  title: 'Tableau de bord',
  failed: 'Vos chiffres n’ont pas pu être chargés',
  mine: 'Mes tickets',
  queue: 'À attribuer',
  unattended: 'Chats et appels',
  unfetched: 'Réponse non récupérée par l’application',
  escalations: 'Escalades',
  response: (days) => `Ma première réponse, ${days} derniers jours`,
  resolvedToday: (n) =>
    plural('fr', n, { one: '{n} ticket résolu aujourd’hui', other: '{n} tickets résolus aujourd’hui' }),
  escalatedCases: 'Sans réponse encore',
  toMe: 'M’attendent',
  pool: 'Dans notre groupe',
  questions: 'Questions en retour',
  answers: 'Réponses à transmettre',
  median: 'Médiane',
  mean: 'Moyenne',
  p90: '9 sur 10 en moins de',
  tickets: 'Tickets avec réponse',
  waiting: 'Les plus longues attentes',
  noneWaiting: 'Aucun client n’attend, ni vous ni personne.',
  running: 'En cours',
  noneRunning: 'Aucun de vos appels ou chats n’est en cours.',
  asked: 'Ce qu’on me demande',
  noneAsked: 'On ne vous demande rien.',
  activity: 'Ce que j’ai fait en dernier',
  noActivity: 'Rien pour l’instant.',
  all: (n) => `Afficher les ${n}`,
};
