import { NativeSelect, Radio, SimpleGrid, Stack, Switch, Text, useMantineColorScheme } from '@mantine/core';
import { ChangePassword } from '@/features/session/ChangePassword';
import { Sessions } from '@/features/session/Sessions';
import { useI18n } from '@/i18n/I18n';
import { LANGUAGES, type Language } from '@/i18n/messages';
import { PageHeader } from '@/ui/PageHeader';
import { Panel } from '@/ui/Panel';
import { PREFERENCES, usePreference } from '@/ui/usePreference';

const NAMES: Record<Language, string> = { en: 'English', fr: 'Français' };
const SCHEMES = ['light', 'dark', 'auto'] as const;

export function Preferences() {
  const { m, language, setLanguage } = useI18n();
  const words = m.desk.preferences;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = usePreference('density');
  const [resolve, setResolve] = usePreference('resolve');
  const [letters, setLetters] = usePreference('letters');
  return (
    <>
      <PageHeader title={words.title} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} maw={{ base: 620, lg: 1280 }} style={{ alignItems: 'start' }}>
        <Panel
          title={words.desk}
          side={
            <Text size="sm" c="dimmed">
              {words.about}
            </Text>
          }
        >
          <Stack gap="lg">
            <NativeSelect
              label={words.language}
              value={language}
              data={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
              onChange={(event) => setLanguage(event.currentTarget.value as Language)}
            />
            <Choice
              label={words.scheme}
              value={colorScheme}
              choices={SCHEMES.map((value) => ({ value, label: words.schemes[value] }))}
              onChange={setColorScheme}
            />
            <Choice
              label={words.density}
              value={density}
              choices={PREFERENCES.density.map((value) => ({ value, label: words.densities[value] }))}
              onChange={setDensity}
            />
            <Choice
              label={words.resolve}
              value={resolve}
              choices={PREFERENCES.resolve.map((value) => ({ value, label: words.resolves[value] }))}
              onChange={setResolve}
            />
            <Switch
              label={words.letters}
              description={words.lettersAbout}
              checked={letters === 'on'}
              onChange={(event) => setLetters(event.currentTarget.checked ? 'on' : 'off')}
            />
          </Stack>
        </Panel>
        <Stack>
          <ChangePassword />
          <Sessions />
        </Stack>
      </SimpleGrid>
    </>
  );
}

type ChoiceProps<V extends string> = {
  label: string;
  value: V;
  choices: { value: V; label: string }[];
  onChange: (value: V) => void;
};

function Choice<V extends string>({ label, value, choices, onChange }: ChoiceProps<V>) {
  return (
    <Radio.Group label={label} value={value} onChange={(next) => onChange(next as V)}>
      <Stack gap="xs" mt="xs">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} label={choice.label} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
