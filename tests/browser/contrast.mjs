// Runs inside a page: the contrast of everything that is read or drawn, from computed styles.

/** @returns {{low: string[], texts: number, drawings: number}} what is below WCAG 2.1 AA */
export function contrasts() {
  const channels = colour => colour.match(/[\d.]+/g).map(Number);
  const luminance = colour => {
    const [r, g, b] = channels(colour).slice(0, 3)
      .map(c => c / 255)
      .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const opaque = colour => channels(colour).length < 4 || channels(colour)[3] === 1;
  const behind = element => {
    const shape = element.localName === "text" && element.parentElement.querySelector(".node");
    if (shape) {
      return getComputedStyle(shape).fill;
    }
    for (let here = element; here; here = here.parentElement) {
      const colour = getComputedStyle(here).backgroundColor;
      if (colour !== "transparent" && opaque(colour)) {
        return colour;
      }
    }
    return "rgb(255, 255, 255)";
  };
  const result = { low: [], texts: 0, drawings: 0 };
  const check = (element, front, back, least, what) => {
    const found = ratio(front, back);
    if (found < least) {
      result.low.push(`${what} ${element.localName}.${element.getAttribute("class")}: ` +
        `${found.toFixed(2)} of ${front} on ${back}`);
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    // numbers on a picture are white with a black edge, legible on any colour
    if (!walker.currentNode.data.trim() || element.closest("script, title, .tag") ||
        !element.checkVisibility()) {
      continue;
    }
    const style = getComputedStyle(element);
    const front = element instanceof SVGElement ? style.fill : style.color;
    const large = parseFloat(style.fontSize) >= 24;
    check(element, front, behind(element), large ? 3 : 4.5, "text");
    ++result.texts;
  }
  for (const element of document.querySelectorAll(
    ".node, .edge, .axis, .ref, .cand, .canddot, .delta, .zero, .refdot, .arrow")) {
    const style = getComputedStyle(element);
    const front = style.stroke === "none" ? style.fill : style.stroke;
    check(element, front, behind(element.parentElement), 3, "drawing");
    ++result.drawings;
  }
  return result;
}
