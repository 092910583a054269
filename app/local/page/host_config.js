// How cards look: spacing, sizes and colours of this page, light and dark. Shapes: adaptivecards HostConfig.

const LIGHT = { text: "#1b2a2f", quiet: "#55666c", accent: "#0f6d66", good: "#17703a", warning: "#8a5300", attention: "#b3261e",
  emphasis: "#f1f5f5", goodFill: "#e5f4ea", warningFill: "#fdf1de", attentionFill: "#fcebe9", accentFill: "#e2f2f0", line: "#dbe4e4" };
const DARK = { text: "#e6edee", quiet: "#a3b3b8", accent: "#5fd0c5", good: "#74d694", warning: "#f0bd6a", attention: "#ff9d94",
  emphasis: "#22303500", goodFill: "#173325", warningFill: "#3a2d14", attentionFill: "#412120", accentFill: "#143735", line: "#34454b" };

export function hostConfig(dark) {
  const c = dark ? { ...DARK, emphasis: "#27363c" } : LIGHT;
  const tone = (colour, subtle = colour) => ({ default: colour, subtle, highlightColors: { default: "#fff3b055", subtle: "#fff3b055" } });
  const foregroundColors = { default: tone(c.text, c.quiet), dark: tone("#1b2a2f", "#55666c"), light: tone("#ffffff", "#d9e2e4"),
    accent: tone(c.accent), good: tone(c.good), warning: tone(c.warning), attention: tone(c.attention) };
  const style = (backgroundColor) => ({ backgroundColor, foregroundColors, borderColor: c.line });
  return {
    fontFamily: 'inherit',
    supportsInteractivity: true,
    fontTypes: { default: { fontFamily: "inherit" }, monospace: { fontFamily: "ui-monospace, Consolas, monospace" } },
    fontSizes: { small: 13, default: 15, medium: 16, large: 19, extraLarge: 23 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 18, default: 21, medium: 23, large: 26, extraLarge: 30 },
    spacing: { none: 0, small: 4, default: 10, medium: 16, large: 24, extraLarge: 32, padding: 16 },
    separator: { lineThickness: 1, lineColor: c.line },
    imageSizes: { small: 40, medium: 80, large: 160 },
    containerStyles: { default: style("#00000000"), emphasis: style(c.emphasis), good: style(c.goodFill), warning: style(c.warningFill),
      attention: style(c.attentionFill), accent: style(c.accentFill) },
    actions: { maxActions: 6, spacing: "medium", buttonSpacing: 8, showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
      actionsOrientation: "horizontal", actionAlignment: "left", iconPlacement: "leftOfTitle", iconSize: 16 },
    inputs: {
      label: { inputSpacing: "small", requiredInputs: { weight: "bolder", color: "default", suffix: " *", suffixColor: "attention" }, optionalInputs: { weight: "bolder" } },
      errorMessage: { color: "attention", size: "small", spacing: "small" },
    },
    textBlock: { headingLevel: 3 },
    factSet: { title: { weight: "bolder", wrap: true, maxWidth: 160 }, value: { wrap: true }, spacing: 12 },
    imageSet: { imageSize: "medium", maxImageHeight: 100 },
    table: { cellSpacing: 8 },
    media: { allowInlinePlayback: false },
    adaptiveCard: { allowCustomStyle: true },
    hostWidthBreakpoints: { veryNarrow: 216, narrow: 413, standard: 600 },
  };
}
