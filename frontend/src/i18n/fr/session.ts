import { plural } from '@/i18n/format';
import type { Messages } from '@/i18n/messages';

export const session: Messages['session'] = {
  title: 'Connexion',
  about: 'Le poste de travail du service client.',
  email: 'E-mail',
  password: 'Mot de passe',
  submit: 'Se connecter',
  forgotten: 'Première visite, ou mot de passe oublié ? Un administrateur vous donne un lien pour en choisir un.',
  required: 'À remplir',
  wrong: 'E-mail ou mot de passe incorrect.',
  tooManyAttempts: (seconds) => {
    const minutes = Math.ceil(seconds / 60);
    const wait =
      seconds > 90
        ? plural('fr', minutes, { one: '{n} minute', other: '{n} minutes' })
        : plural('fr', seconds, { one: '{n} seconde', other: '{n} secondes' });
    return seconds > 0
      ? `Trop de tentatives échouées. Réessayez dans ${wait}.`
      : 'Trop de tentatives échouées. Attendez un peu, puis réessayez.';
  },
  plainHttp: {
    title: 'Vous seriez déconnecté à chaque rechargement',
    about:
      'Cette adresse n’est ni https ni localhost : le navigateur ne gardera pas le cookie qui prolonge votre session. Ouvrez le bureau par son adresse https. Vous pouvez vous connecter ici, mais pour quelques minutes seulement et jusqu’au prochain rechargement.',
  },
  notKept: {
    title: 'Le navigateur n’a pas gardé le cookie de connexion',
    about:
      'Vous êtes connecté, mais seulement jusqu’au prochain rechargement ou pour quelques minutes. Les navigateurs ne gardent ce cookie que sur une adresse https ; certains le refusent aussi sur localhost.',
    goOn: 'Continuer pour l’instant',
  },
  passwordLink: {
    title: 'Choisissez votre mot de passe',
    about:
      'Au moins 12 caractères de toute sorte : quatre mots que personne ne devine conviennent. Vous pouvez le coller.',
    password: 'Nouveau mot de passe',
    submit: 'Choisir ce mot de passe',
    done: 'Votre mot de passe est choisi',
    doneAbout: 'Connectez-vous maintenant avec lui.',
    toSignIn: 'Vers la connexion',
    missing: 'Ce lien n’est pas complet',
    missingAbout:
      'Ouvrez-le tel que reçu. Il sert une fois, dans les sept jours ; un administrateur peut en faire un autre.',
    refused: 'Ce lien a déjà servi ou est trop ancien. Demandez-en un autre à un administrateur.',
  },
  change: {
    title: 'Mot de passe',
    about: 'Au moins 12 caractères. Vos autres sessions prennent fin.',
    current: 'Mot de passe actuel',
    fresh: 'Nouveau mot de passe',
    submit: 'Changer le mot de passe',
    done: 'Votre mot de passe est changé',
  },
  sessions: {
    title: 'Où vous êtes connecté',
    about: 'Fermez les sessions que vous ne reconnaissez pas.',
    began: 'Connexion',
    seen: 'Dernier usage',
    ends: 'Expire',
    current: 'Celle-ci',
    end: 'Mettre fin',
    endOf: (at) => `Mettre fin à la session du ${at}`,
    ended: 'La session est terminée',
    none: 'Aucune session',
  },
  signOut: {
    failed: 'Déconnexion non terminée',
    failedAbout:
      'Le serveur ne l’a pas confirmée : votre session y est peut-être encore ouverte. Nous réessayons automatiquement. Sur un ordinateur partagé, attendez que ce message disparaisse.',
    pending: 'Déconnexion en cours…',
    done: 'Vous êtes déconnecté',
  },
  locked: {
    title: (name) => `${name} a ouvert une session`,
    someone: 'Une autre personne s’est connectée',
    about: (name) =>
      `Une session a été ouverte avec un autre compte dans ce navigateur : cette page est masquée. Les brouillons de ${name} sont conservés.`,
    continueAs: (name) => `Continuer en tant que ${name}`,
    or: 'ou',
    signInAs: (name) => `Se reconnecter en tant que ${name}`,
  },
  expired: {
    title: 'Votre session est terminée',
    about: 'Votre saisie est toujours là. Reconnectez-vous pour continuer.',
    submit: 'Continuer',
    other: 'Se connecter comme quelqu’un d’autre',
  },
};
