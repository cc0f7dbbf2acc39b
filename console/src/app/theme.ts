import { Alert, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

/** A green that white text is read on (5.3 to 1). */
const green: MantineColorsTuple = [
  "#e7f8f2",
  "#d2eee4",
  "#a3dcc8",
  "#71caab",
  "#49ba92",
  "#2fb083",
  "#1eab7a",
  "#0b7a5c",
  "#066a50",
  "#005942",
];

export const theme = createTheme({
  primaryColor: "green",
  colors: { green },
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif",
  headings: { fontWeight: "650" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // A dialog's heading is no banner of the page.
    ModalHeader: { defaultProps: { role: "presentation" } },
    DrawerHeader: { defaultProps: { role: "presentation" } },
    // In its own colour a title is too pale on its ground.
    Alert: Alert.extend({ styles: { title: { color: "var(--mantine-color-text)" } } }),
  },
});

/** Mantine's own greys of secondary text, and some of its colours, are too pale on or under text (below 4.5 to 1). */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: { "--mantine-color-red-filled": "#c92a2a", "--mantine-color-red-filled-hover": "#b02525" },
  light: {
    "--mantine-color-dimmed": "#5c636a",
    "--mantine-color-placeholder": "#6b7278",
    "--mantine-color-error": "#c92a2a",
    "--mantine-color-anchor": "#0b6f54",
    "--mantine-color-yellow-light-color": "#7a4d00",
    "--mantine-color-lime-light-color": "#3f6408",
    "--mantine-color-teal-light-color": "#06604a",
  },
  dark: {
    "--mantine-color-dimmed": "#a6acb3",
    "--mantine-color-placeholder": "#9299a0",
    "--mantine-color-error": "#ff8787",
    "--mantine-color-anchor": "#5fd0ae",
  },
});
