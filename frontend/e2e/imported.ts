import { readFileSync } from 'node:fs';
import { PATIENTS } from './patients.mjs';

type Patient = {
  name?: { use?: string; family?: string; given?: string[] }[];
  telecom?: { system?: string; value?: string }[];
};

/** As the desk compares words: without accents, in small letters. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function read(line: string) {
  const { name, telecom } = JSON.parse(line) as Patient;
  const { family = '', given = [] } = name?.find(({ use }) => use === 'official') ?? {};
  const phone = telecom?.find(({ system }) => system === 'phone')?.value ?? '';
  const numbers = phone.replace(/\D/g, '');
  return {
    family,
    given: given[0] ?? '',
    phone: numbers,
    words: fold([...given, family].join(' ')),
    half: fold(family).slice(0, Math.max(3, Math.ceil(family.length / 2))),
    digits: numbers.slice(-4),
  };
}

export type Imported = ReturnType<typeof read>;

/**
 * Somebody of the imported file as an agent on the phone hears them: half a family name and the last digits of a number,
 * which together mean one person alone; in a file of many, one whom neither of the two would have found.
 */
export function imported(): Imported {
  const everybody = readFileSync(PATIENTS, 'utf8').trim().split('\n').map(read);
  const named = ({ half }: Imported) => everybody.filter(({ words }) => words.includes(half)).length;
  const found = everybody.filter(
    ({ family, given, half, digits }) =>
      family.length >= 6 &&
      given &&
      digits.length === 4 &&
      everybody.filter(({ words, phone }) => words.includes(half) && phone.includes(digits)).length === 1,
  );
  const one = found.find((person) => named(person) > 1) ?? found[0];
  if (!one) throw new Error(`${PATIENTS} holds nobody whom half a name and four digits would find`);
  return one;
}
