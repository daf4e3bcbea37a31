import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ChartLine, Keyboard, LogOut, Moon, SlidersHorizontal, Sun } from 'lucide-react';
import type { Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { maySee } from './home';

type Props = { me: Me; onSignOut: () => void; onKeys: () => void };

export function AccountMenu({ me, onSignOut, onKeys }: Props) {
  const { m } = useI18n();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme === 'dark';
  const { schemes } = m.desk.preferences;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={`${m.desk.label(m.desk.account.menu)} ${me.name}`}>
          <Avatar name={me.name} color="sea" size={34} alt="" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {me.name}
          </Text>
          {m.desk.account.roles[me.role]}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item
          leftSection={dark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
          onClick={() => setColorScheme(dark ? 'light' : 'dark')}
        >
          {m.desk.preferences.scheme}: {dark ? schemes.light : schemes.dark}
        </Menu.Item>
        {maySee(me, 'ownFigures') && (
          <Menu.Item component={Link} to="/customer-care/my-figures" leftSection={<ChartLine size={16} aria-hidden />}>
            {m.oversight.mine}
          </Menu.Item>
        )}
        <Menu.Item
          component={Link}
          to="/customer-care/preferences"
          leftSection={<SlidersHorizontal size={16} aria-hidden />}
        >
          {m.desk.preferences.title}
        </Menu.Item>
        <Menu.Item leftSection={<Keyboard size={16} aria-hidden />} onClick={onKeys}>
          {m.desk.keys.title}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={onSignOut}>
          {m.desk.account.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
