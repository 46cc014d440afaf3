// What the page says in the organization's language: spoken.js is made of agent/language/*/pages.toml.

import { TEXTS } from "./spoken.js";

let language = "en";

const base = (tag) => tag.toLowerCase().split("-")[0];

/** Switches every labelled element of the page to `wanted`, the code of a language. */
export function speak(wanted) {
  const near = [wanted.toLowerCase(), base(wanted), "en"];
  language = near.find((code) => code in TEXTS) ?? Object.keys(TEXTS)[0];
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = t(element.dataset.text);
  }
}

/** How times are written: as the reader's browser does it in the organization's language. */
export const locale = () =>
  navigator.languages.find((known) => base(known) === base(language)) ?? language;

export const t = (key) => TEXTS[language][key];

/** The form of a text that stands with this number, by the plural categories of CLDR. */
export function counted(key, n) {
  const forms = t(key);
  return (forms[new Intl.PluralRules(language).select(n)] ?? forms.other).replace("{count}", n);
}

export const stateName = (state) => t("states")[state] ?? state;
