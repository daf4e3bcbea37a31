import frenchRules from 'zod/v4/locales/fr.js';
import { accounts } from './fr/accounts';
import { customers } from './fr/customers';
import { dashboard } from './fr/dashboard';
import { deeds } from './fr/deeds';
import { desk } from './fr/desk';
import { escalations } from './fr/escalations';
import { interactions } from './fr/interactions';
import { notices } from './fr/notices';
import { oversight } from './fr/oversight';
import { refusals } from './fr/refusals';
import { session } from './fr/session';
import { staff } from './fr/staff';
import { tickets } from './fr/tickets';
import type { Messages } from './messages';

export const fr: Messages = {
  dashboard,
  desk,
  deeds,
  session,
  customers,
  escalations,
  interactions,
  notices,
  oversight,
  refusals,
  staff,
  accounts,
  tickets,
};

export const rules = frenchRules();
