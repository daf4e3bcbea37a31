import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Menu,
  Popover,
  Portal,
  parseThemeColor,
  ScrollArea,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core';
import { pageElement } from '@/ui/pageElement';

// Mantine's defaults miss WCAG AA in several places; every pair below has at least 4.5:1 in both schemes.

const both = (light: string, dark: string) => `light-dark(${light}, ${dark})`;

/** Text on a tinted ground is the darkest shade of its colour in light, one of the palest in dark. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  const { isThemeColor, color } = parseThemeColor({
    color: input.color ?? input.theme.primaryColor,
    theme: input.theme,
  });
  const tinted = input.variant === 'light' || input.variant === 'subtle' || input.variant === 'outline';
  if (!tinted || !isThemeColor) return resolved;
  return { ...resolved, color: both(`var(--mantine-color-${color}-9)`, `var(--mantine-color-${color}-2)`) };
};

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: 9,
  autoContrast: false,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' }, h2: { fontSize: '1rem' } } },
  colors: {
    sea: ['#eefaf8', '#d5f1ed', '#a9e3db', '#79d3c8', '#4dc2b4', '#2bab9d', '#198f83', '#11776e', '#0c645d', '#0a544f'],
    dark: [
      '#e6e9ec',
      '#c5cbd1',
      '#a7afb8',
      '#7d8690',
      '#3b444c',
      '#2a3137',
      '#20262b',
      '#161a1e',
      '#101417',
      '#0b0e10',
    ],
  },
  variantColorResolver,
  components: {
    Menu: Menu.extend({
      defaultProps: { shadow: 'md', transitionProps: { duration: 0 }, withInitialFocusPlaceholder: false },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 0 } } }),
    Portal: Portal.extend({ defaultProps: { target: pageElement } }),
    // What scrolls has to be within reach of the keys.
    ScrollArea: ScrollArea.extend({ defaultProps: { viewportProps: { tabIndex: 0 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: true } }),
  },
});

// The tones of statuses, priorities and kinds of message: ground, ink and edge for light and for dark.
const TONES = {
  neutral: ['#eef0f2', '#434c55', '#d5dade', '#2a3137', '#c5cbd1', '#3b444c'],
  info: ['#e5f0fb', '#0f4c86', '#bcd8f2', '#10304d', '#a5d0f8', '#1f4d78'],
  good: ['#e3f5ea', '#14573a', '#b5e0c7', '#11362a', '#9fe0bd', '#1f5a44'],
  wait: ['#fdf1dc', '#744504', '#f1d6a4', '#3b2a10', '#f5cf8e', '#654a1d'],
  bad: ['#fdeaea', '#97191c', '#f5c3c3', '#46191b', '#ffb5b3', '#7a2c2e'],
  note: ['#fdf6d8', '#5f4a00', '#e6d48a', '#332b0d', '#ecd988', '#5e5020'],
} as const;

export const cssVariablesResolver: CSSVariablesResolver = () => {
  const light: Record<string, string> = {
    '--mantine-color-body': '#f6f7f8',
    '--mantine-color-text': '#1c2227',
    '--mantine-color-dimmed': '#58626c',
    '--mantine-color-placeholder': '#68727c',
    '--mantine-color-error': '#ad1d20',
    '--mantine-color-anchor': '#0a544f',
    '--desk-surface': '#ffffff',
    '--desk-edge': '#dfe3e6',
    '--desk-hover': '#f1f4f5',
  };
  const dark: Record<string, string> = {
    '--mantine-color-dimmed': '#a7afb8',
    '--mantine-color-placeholder': '#98a1ab',
    '--mantine-color-error': '#ff9e9b',
    '--mantine-color-anchor': '#79d3c8',
    '--desk-surface': '#1b2024',
    '--desk-edge': '#323a41',
    '--desk-hover': '#232a2f',
  };
  for (const [tone, [ground, ink, edge, darkGround, darkInk, darkEdge]] of Object.entries(TONES)) {
    Object.assign(light, {
      [`--tone-${tone}-ground`]: ground,
      [`--tone-${tone}-ink`]: ink,
      [`--tone-${tone}-edge`]: edge,
    });
    Object.assign(dark, {
      [`--tone-${tone}-ground`]: darkGround,
      [`--tone-${tone}-ink`]: darkInk,
      [`--tone-${tone}-edge`]: darkEdge,
    });
  }
  return { variables: {}, light, dark };
};
